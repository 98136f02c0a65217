import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ExamChain, ExamStep } from './chain.ts';
import { judgeErrors, judgeErrorWords, judgeQuestion, judgeVerdict, readJudgement } from './judgeExaminer.ts';

describe('reading a judge', () => {
  it.each([
    ['Step 1 is right. Step 2 adds instead of multiplying.\nFirst wrong step: 2', 2],
    ['**First wrong step:** 0', 0], ['first incorrect step is step 3.', 3], ['The first wrong step is: **Step 1**', 1],
    ['First wrong step: none', 0], ['First wrong step: two', 2], ['2', 2], ['Step 3.', 3],
    ['First wrong step: 3. No, that is right.\nFirst wrong step: 0', 0],
    ['Step 1 is right. Step 2 is incorrect because 4 * 6 is 24.', 2], ['All steps are correct.', 0], ['There is no wrong step.', 0],
  ])('%j names %i', (reply, named) => { expect(readJudgement(reply, 3)).toBe(named); });

  it.each(['', 'I cannot say.', 'First wrong step: 7', 'First wrong step: the second', '12', 'The first wrong step is hard to find.'])('%j names none', (reply) => {
    expect(readJudgement(reply, 3)).toBeNull();
  });

  it('never names a step that is not there', () => {
    fc.assert(fc.property(fc.string(), fc.integer({ min: 1, max: 12 }), fc.nat(30), (noise, steps, named) => {
      const read = readJudgement(`${noise}\nFirst wrong step: ${named}`, steps);
      expect(read).toBe(named <= steps ? named : null);
    }));
  });

  it('is asked with every step under its number', () => {
    expect(judgeQuestion('How many?', ['One.', 'Two.'])).toMatch(/from 1 to 2.*Problem: How many\?.*Step 1: One\.\nStep 2: Two\.$/s);
  });

  it('labels the last step only, and not where it doubts an earlier one or says nothing', () => {
    expect([0, 3, 2, null].map((named) => judgeVerdict(named, 3).wrong)).toEqual([0, 1, null, null]);
  });
});

describe('a judge against gold', () => {
  const step = (wrong: 0 | 1 | null, gold?: 0 | 1): ExamStep =>
    ({ position: 0, candidate: { text: 'x', reason: 'step', tokens: [], tools: [] }, values: {}, wrong, reason: 'judge', pWrong: null, correction: null, ...(gold === undefined ? {} : { gold }) });
  const chains = (steps: readonly ExamStep[]): readonly ExamChain[] => [{ problem: 'p', data: 'd', question: 'q', round: 1, p: null, steps, branches: [], rightUnaided: false, right: false }];

  it('counts both kinds of error among its labels, and the steps without one', () => {
    expect(judgeErrors(chains([step(0, 0), step(1, 0), step(0, 1), step(1, 1), step(null, 1), step(0)]))).toEqual({ missesWrong: { hits: 1, n: 2 }, blamesRight: { hits: 1, n: 2 }, unlabelled: { hits: 1, n: 6 } });
    expect(judgeErrorWords(chains([step(0, 0), step(1, 0), step(null)]))).toContain('1 of 2 (50 %');
  });

  it('says so where no gold is known, and nothing where no judge examined', () => {
    expect(judgeErrorWords(chains([step(0)]))).toContain('not known');
    expect(judgeErrorWords(chains([{ ...step(0), reason: 'goldValue' }]))).toBeNull();
  });
});
