import { describe, expect, it } from 'vitest';
import type { Candidate } from '../policy.ts';
import { alwaysOn, computeFeatures } from './index.ts';

const question = 'A shop has 12 boxes with 20 pens each and sells 35 pens. How many pens are left?';
const context = (...steps: string[]) => ({ question, steps: steps.map((text) => ({ by: 'local' as const, text })), position: steps.length });
const of = (text: string, steps: string[] = [], more: Partial<Candidate> = {}) =>
  computeFeatures(alwaysOn, context(...steps), { text, reason: 'step', tokens: [], tools: [], ...more });
const answer = { reason: 'answer' } as const;

describe('signs of a chain that ends too early or goes nowhere', () => {
  it('numbers that were never used count only once the answer is given', () => {
    expect(of('12 * 20 = 240')).toMatchObject({ unusedAtAnswer: 0, unusedSoFar: 1 / 3 });
    expect(of('240', ['12 * 20 = 240'], answer)).toMatchObject({ unusedAtAnswer: 1 / 3, unusedSoFar: 0 });
    expect(of('205', ['12 * 20 = 240', '240 - 35 = 205'], answer)['unusedAtAnswer']).toBe(0);
  });

  it('a result that was there before, and an answer that nothing came to', () => {
    expect(of('240 / 12 = 20', ['12 * 20 = 240'])['nothingNew']).toBe(1);
    expect(of('12 * 20 = 240')['nothingNew']).toBe(0);
    expect(of('Think of the pens.')['nothingNew']).toBeNull();
    expect(of('205', ['240 - 35 = 205'], answer)['answerChanges']).toBe(0);
    expect(of('206', ['240 - 35 = 205'], answer)['answerChanges']).toBe(1);
    expect(of('206', [], answer)['answerChanges']).toBeNull();
  });

  it('the form of a result', () => {
    expect(of('35 / 2 = 17.5')).toMatchObject({ unexpectedFraction: 1, negativeResult: 0 });
    expect(of('12 - 35 = -23')).toMatchObject({ unexpectedFraction: 0, negativeResult: 1 });
    expect(of('12 * 20 = 240')['resultMagnitude']).toBeCloseTo(Math.log10(241 / 36), 9);
    expect(of('no result')).toMatchObject({ unexpectedFraction: null, negativeResult: null, resultMagnitude: null, operatorCount: 0 });
    expect(of('x', [], { tools: [{ tool: 'calculator', input: '12 * 20 - 35', output: '205', ok: true }] })['operatorCount']).toBe(2);
  });
});
