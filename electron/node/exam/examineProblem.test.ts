import { describe, expect, it } from 'vitest';
import type { LocalModel, StepPart, StepRequest } from '../../../shared/agent/model.ts';
import { noUsage } from '../../../shared/agent/model.ts';
import { scriptedExpert } from '../../../shared/testing/scriptedModel.ts';
import { TandemError } from '../../../shared/errors.ts';
import { noStep } from '../expert/noStep.ts';
import { examineProblem, type ExamSetup } from './examineProblem.ts';
import type { NumericProblem } from './goldWay.ts';

const problem: NumericProblem = {
  id: 'p1', data: 'test', question: 'A box has 4 rows of 6 pens and 5 loose pens. Half of all are sold. How many pens are left, if one is lost as well?', documents: [], answer: 14 - 0.5, tolerance: 0,
  lines: [{ text: 'The rows hold 4 * 6 = 24 pens.', value: 24 }, { text: 'With the loose ones there are 24 + 5 = 29 pens.', value: 29 }, { text: 'Half of them are 29 / 2 = 14.5 pens.', value: 14.5 }, { text: 'One is lost: 14.5 - 1 = 13.5.', value: 13.5 }],
  way: { answer: 13.5, steps: [{ expression: '4*6', value: 24 }, { expression: '24+5', value: 29 }, { expression: '29/2', value: 14.5 }, { expression: '14.5-1', value: 13.5 }] },
};
const never = new AbortController().signal;

/** Says what belongs behind the last accepted step; `answer:` marks the end. */
function follows(words: Readonly<Record<string, string>>, seen: StepRequest[] = []): Pick<LocalModel, 'writeStep' | 'judge' | 'resample'> {
  return {
    judge: () => Promise.resolve([{ yes: 0.9, no: 0.1, covered: 1 }, { yes: 0.9, no: 0.1, covered: 0.01 }]),
    resample: () => Promise.resolve(['4 * 6 = 24', '4 + 6 = 10', 'no result']),
    writeStep: async function* (request): AsyncGenerator<StepPart> {
      seen.push(request);
      const last = request.steps.at(-1)?.text ?? '';
      const said = Object.entries(words).find(([key]) => (key === '' ? last === '' : last.includes(key)))?.[1] ?? 'answer:0';
      const isAnswer = said.startsWith('answer:');
      yield { type: 'finish', reason: isAnswer ? 'answer' : 'step', text: said.replace('answer:', ''), usage: noUsage, tokens: [], tools: [] };
      await Promise.resolve();
    },
  };
}
const right = { '': 'Rows: 4 * 6 = 24.', '= 24': 'All: 24 + 5 = 29.', '= 29': 'Half: 29 / 2 = 14.5.', '14.5.': 'Left: 14.5 - 1 = 13.5.', '13.5': 'answer:13.5' };
const examine = (words: Readonly<Record<string, string>>, more: Partial<ExamSetup> = {}) =>
  examineProblem(problem, { local: follows(words), expert: null, profile: 'zeroShot', maxSteps: 16, maxTokensPerStep: 60, random: () => 0.99, branchShare: { wrong: 0, right: 0 }, probes: [], gate: null, ...more }, never);
const brief = (chain: Awaited<ReturnType<typeof examine>>) => chain.steps.map((step) => `${step.wrong ?? '-'} ${step.reason}${step.correction ? ` -> ${step.correction.by}` : ''}`);

describe('examineProblem', () => {
  it('finds every step of a right chain right', async () => {
    const chain = await examine(right);
    expect(brief(chain)).toEqual(['0 goldValue', '0 goldValue', '0 goldValue', '0 goldValue', '0 goldValue']);
    expect(chain).toMatchObject({ rightUnaided: true, right: true, round: 1 });
  });

  it('replaces a wrong step by the gold line and goes on from it', async () => {
    const chain = await examine({ ...right, '= 24': 'All: 24 * 5 = 120.', '= 120': 'answer:120' });
    expect(brief(chain)).toEqual(['0 goldValue', '1 notOnTheWay -> gold', '0 goldValue', '0 goldValue', '0 goldValue']);
    expect(chain.steps[1]?.correction?.text).toContain('24 + 5 = 29');
    expect(chain).toMatchObject({ rightUnaided: false, right: true });
  });

  it('takes another route that ends right as right', async () => {
    const chain = await examine({ ...right, '= 24': 'Without one: 24 - 1 = 23.', '= 23': 'With loose: 23 + 5 = 28, less a half.', '= 28': 'answer:13.5' });
    expect(brief(chain)[1]).toBe('0 chainEndsRight');
  });

  it('takes an answer of the expert that is no step for a wrong one, and an outage for what it is', async () => {
    const failing = (cause: Error) => scriptedExpert([{ text: 'So 24 + 5 = 29 pens.', failure: new TandemError('expertMalformed', 'no', { cause }) }]);
    const wrong = { ...right, '= 24': 'All: 24 * 5 = 120.', '= 120': 'answer:120' };
    expect(await examine(wrong, { expert: failing(noStep) })).toMatchObject({ expertAlone: false, steps: [{}, { correction: { by: 'gold', refused: '' } }, {}, {}, {}] });
    await expect(examine(wrong, { expert: failing(new Error('gone')) })).rejects.toThrow('no');
  });

  it('asks the expert for the whole answer besides, and nobody where there is none', async () => {
    const asked = await examine(right, { expert: scriptedExpert([{ text: 'Step 1: 4 * 6 = 24\nAnswer: 13.5', reason: 'answer' }]) });
    expect(asked.expertAlone).toBe(true);
    expect((await examine(right, { expert: scriptedExpert([{ text: 'Step 1: 13.5\nAnswer: 12', reason: 'answer' }]) })).expertAlone).toBe(false);
    expect((await examine(right)).expertAlone).toBeNull();
  });

  it('asks the expert first, and examines it too', async () => {
    const helpful = await examine({ ...right, '= 24': 'All: 24 * 5 = 120.', '= 120': 'answer:120' }, { expert: scriptedExpert([{ text: 'x' }, { text: 'So 24 + 5 = 29 pens.', reason: 'step' }]) });
    expect(helpful.steps[1]?.correction).toEqual({ by: 'expert', text: 'So 24 + 5 = 29 pens.' });
    const useless = await examine({ ...right, '= 24': 'All: 24 * 5 = 120.', '= 120': 'answer:120', '= 144': 'answer:144' }, { expert: scriptedExpert([{ text: 'x' }, { text: 'So 24 * 6 = 144 pens.', reason: 'step' }]) });
    expect(useless.steps[1]?.correction).toMatchObject({ by: 'gold', refused: 'So 24 * 6 = 144 pens.' });
  });

  it('calls the same step again wrong, and ends', async () => {
    const chain = await examine({ '': 'Rows: 4 * 6 = 24.', '= 24': 'Let us think about it.', 'think about': 'Rows: 4 * 6 = 24.', '29': 'answer:13.5' });
    expect(brief(chain).slice(0, 3)).toEqual(['0 goldValue', '0 noResult', '1 repeats -> gold']);
    expect(chain.steps.length).toBeLessThan(16);
  });

  it('finishes both branches of drawn steps, for r and d', async () => {
    const chain = await examine({ ...right, '= 24': 'All: 24 * 5 = 120.', '= 120': 'answer:120' },
      { expert: scriptedExpert([{ text: 'Rows: 4 * 6 = 24.', reason: 'step' }, { text: 'So 24 + 5 = 29 pens.', reason: 'step' }]), branchShare: { wrong: 1, right: 0 }, random: () => 0 });
    expect(chain.branches).toEqual([{ position: 1, stepWrong: true, keptEndsRight: false, askedEndsRight: true }]);
  });

  it('asks the model about its steps where that is wanted', async () => {
    const chain = await examine(right, { probes: ['judge', 'agreement'] });
    expect(chain.steps[0]?.values).toMatchObject({ judgedMistaken: null, sameResult: 1 / 3, differentResults: 3 });
    expect(chain.steps[0]?.values['judgedCorrect']).toBeCloseTo(Math.log(9), 6);
    expect((await examine(right)).steps[0]?.values).not.toHaveProperty('sameResult');
  });

  it('second round: the gate decides, and steps behind a missed error have no label', async () => {
    const chain = await examine({ ...right, '= 24': 'All: 24 * 5 = 120.', '= 120': 'Half: 120 / 2 = 60.', '= 60': 'answer:60' }, { gate: { p: 0.5, pWrong: () => 0.1 } });
    expect(brief(chain)).toEqual(['0 goldValue', '1 notOnTheWay', '- afterError', '- afterError']);
    expect(chain).toMatchObject({ round: 2, p: 0.5, right: false });
  });
});
