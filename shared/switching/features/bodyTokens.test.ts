import { describe, expect, it } from 'vitest';
import type { TokenStat, ToolCall } from '../../agent/model.ts';
import type { Candidate } from '../policy.ts';
import { bodyTokens } from './bodyTokens.ts';
import { alwaysOn, computeFeatures } from './index.ts';
import { numbersLowestLogProb } from './numberLogProbs.ts';

const token = (text: string, logProb: number | null, injected = false): TokenStat => ({ text, logProb, entropy: 0.2, margin: 0.5, isNumber: /\d/.test(text), injected });
const call: ToolCall = { tool: 'calculator', input: '20 * 3', output: '60', ok: true, ownGuess: '61', resultProbability: 0.25 };
const context = { question: 'She plays 20 minutes, and the violin three times as long.', steps: [{ by: 'local' as const, text: 'She plays 20 minutes.' }], position: 1 };

const candidate: Candidate = {
  text: 'She has 20 * 3 = 60.', reason: 'step', tools: [call],
  tokens: [
    token('Step', -0.1), token(' ', 0), token('2', -9), token(':', 0), token(' She', -0.5), token(' has', -0.1), token(' ', 0), token('2', -0.2), token('0', -1.5),
    token(' *', -0.1), token(' ', 0), token('3', -0.3), token(' =', 0), token(' 6', null, true), token('0', null, true), token('.', -0.2),
  ],
};
const of = (change: Partial<Candidate>, on: Partial<typeof context> = {}) => computeFeatures(alwaysOn, { ...context, ...on }, { ...candidate, ...change });

describe('features of a candidate', () => {
  it('leave the label out: its number is no number of the step', () => {
    expect(bodyTokens(candidate)[0]?.text).toBe(' She');
    expect(of({})['numbersLowestLogProb']).toBe(-1.5);
  });

  it('name the whole number that the model was least sure of', () => {
    expect(numbersLowestLogProb.words(-1.5, candidate)).toContain('the number 20 (probability 0.22)');
  });

  it('are means over what the model chose itself, not over what a tool put in', () => {
    expect(of({})['numbersMeanLogProb']).toBeCloseTo((-0.2 - 1.5 - 0.3) / 3, 9);
    expect(of({})['lowestThreeLogProb']).toBeCloseTo((-1.5 - 0.5 - 0.3) / 3, 9);
    expect(of({})['firstLogProb']).toBe(-0.5);
  });

  it('see the calculator’s doubt', () => {
    expect(of({})).toMatchObject({ guessDiffers: 1, calculationCount: 1 });
    expect(of({})['resultLogProb']).toBeCloseTo(Math.log(0.25), 9);
    expect(of({ tools: [] })).toMatchObject({ guessDiffers: null, resultLogProb: null, calculationCount: 0 });
  });

  it('see an operand from nowhere, spelled numbers and results of the same step excepted', () => {
    expect(of({})['foreignOperandCount']).toBe(0);
    expect(of({ tools: [{ ...call, input: '20 * 17' }] })['foreignOperandCount']).toBe(1);
    expect(of({ tools: [call, { ...call, input: '60 + 20', output: '80' }] })['foreignOperandCount']).toBe(0);
  });

  it('see wrong and unreadable equations and repetition', () => {
    expect(of({ text: '2 * 3 = 7' })['arithmeticMismatch']).toBe(1);
    expect(of({ text: '2 * 3 = 6' })['arithmeticMismatch']).toBe(0);
    expect(of({ text: 'no equation' })['arithmeticMismatch']).toBeNull();
    expect(of({ text: 'x + 3 = 7' })['unparsable']).toBe(1);
    expect(of({ text: 'She plays 20 minutes.' })['repeats']).toBe(1);
    expect(of({}, { steps: [] })['repeats']).toBeNull();
  });

  it('are absent, not zero, where nothing was measured', () => {
    const none = of({ tokens: [], tools: [] });
    for (const id of ['meanLogProb', 'numbersLowestLogProb', 'meanEntropy', 'firstLogProb']) expect(none[id]).toBeNull();
  });
});
