import { expect, it } from 'vitest';
import type { TokenStat } from '../agent/model.ts';
import { bodyTokens, logProbFeatures } from './features.ts';

const token = (text: string, logProb: number | null, injected = false): TokenStat => ({ text, logProb, entropy: 0.2, margin: 0.5, isNumber: /\d/.test(text), injected });

const candidate = {
  text: 'She has 20 * 3 = 60.',
  tokens: [
    token('Step', -0.1), token(' ', 0), token('2', -9), token(':', 0), token(' She', -0.5), token(' has', -0.1), token(' ', 0), token('2', -0.2), token('0', -1.5),
    token(' *', -0.1), token(' ', 0), token('3', -0.3), token(' =', 0), token(' 6', null, true), token('0', null, true), token('.', -0.2),
  ],
};

it('leaves the label out: its number is no number of the step', () => {
  expect(bodyTokens(candidate)[0]?.text).toBe(' She');
  expect(logProbFeatures(candidate)?.numbersLowest).toBe(-1.5);
});

it('names the whole number that the model was least sure of', () => {
  expect(logProbFeatures(candidate)?.doubtfulNumber).toBe('20');
});

it('computes means over what the model chose itself, not over what a tool put in', () => {
  const features = logProbFeatures(candidate);
  expect(features?.numbersMean).toBeCloseTo((-0.2 - 1.5 - 0.3) / 3, 9);
  expect(features?.lowestThree).toBeCloseTo((-1.5 - 0.5 - 0.3) / 3, 9);
});

it('is absent where nothing was measured', () => {
  expect(logProbFeatures({ text: 'x', tokens: [token('x', null)] })).toBeNull();
  expect(logProbFeatures({ text: '', tokens: [] })).toBeNull();
});
