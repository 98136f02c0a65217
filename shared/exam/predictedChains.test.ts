import { expect, it } from 'vitest';
import { predictCurve } from '../learn/curves/predictedCurve.ts';
import { seededRandom } from '../switching/random.ts';
import type { ExamChain, ExamStep } from './chain.ts';
import { predictedChains } from './predictedChains.ts';

const step = (wrong: ExamStep['wrong']): ExamStep => ({ position: 0, candidate: { text: 'x', reason: 'step', tokens: [], tools: [] }, values: {}, wrong, reason: 'goldValue', pWrong: null, correction: null });
const chain = (problem: string, steps: readonly ExamStep[], more: Partial<ExamChain> = {}): ExamChain => ({ problem, data: 'test', question: 'q', round: 1, p: null, steps, branches: [], rightUnaided: false, right: false, ...more });
const alone = (chains: readonly ExamChain[]) => predictCurve({ chains: predictedChains(chains, () => 0.2), r: { value: 1 }, d: { value: 0 }, usdPerStep: null }, seededRandom(1), 5).at(-1)?.accuracy.value;

it('a chain that stopped, or that nobody could tell, is no right one at any p', () => {
  const right = chain('a', [step(0)], { right: true, rightUnaided: true });
  expect(alone([right])).toBe(1);
  expect(alone([right, chain('b', [step(0)])])).toBe(0.5);
  expect(alone([right, chain('b', [step(null), step(null)]), chain('c', [])])).toBeCloseTo(1 / 3);
});

it('a chain with a known error counts that one, and one that ends right counts none besides', () => {
  expect(predictedChains([chain('a', [step(0), step(1)]), chain('b', [step(0)], { right: true })], () => 0.2)).toEqual([
    { problem: 'a', steps: [{ pWrong: 0.2, wrong: 0 }, { pWrong: 0.2, wrong: 1 }], rightUnaided: false }, { problem: 'b', steps: [{ pWrong: 0.2, wrong: 0 }], rightUnaided: false },
  ]);
});
