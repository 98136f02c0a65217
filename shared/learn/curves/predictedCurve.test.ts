import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../switching/random.ts';
import { predictCurve, recommendDial, type PredictedChain } from './predictedCurve.ts';

const chain = (problem: string, ...steps: readonly (readonly [number, 0 | 1])[]): PredictedChain => ({ problem, steps: steps.map(([pWrong, wrong]) => ({ pWrong, wrong })) });
const chains = [chain('a', [0.1, 0], [0.2, 0]), chain('b', [0.1, 0], [0.8, 1]), chain('c', [0.6, 1], [0.9, 1]), chain('d', [0.4, 0], [0.1, 0])];
const at = (p: number, of = { r: 0.5, d: 0 }) => predictCurve({ chains, ...of, usdPerStep: 0.01 }, seededRandom(1), 50).find((point) => Math.abs(point.p - p) < 1e-9);

describe('predictCurve', () => {
  it('is the local model alone at p = 1, and everything asked at p = 0', () => {
    expect(at(1)).toMatchObject({ share: { value: 0 }, accuracy: { value: 0.5 }, usdPerQuestion: 0 });
    expect(at(0)).toMatchObject({ share: { value: 1 }, accuracy: { value: (1 + 0.5 + 0.25 + 1) / 4 }, usdPerQuestion: 0.02 });
  });
  it('counts damage once a problem, and only where right steps are asked', () => {
    expect(at(0, { r: 1, d: 0.2 })?.accuracy.value).toBeCloseTo((0.8 + 0.8 + 1 + 0.8) / 4, 9);
    expect(at(0.5, { r: 1, d: 0.2 })?.accuracy.value).toBeCloseTo(1, 9);
  });
  it('asks less as p grows, and stays within 0 and 1', () => {
    const step = fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(0 as const, 1 as const));
    fc.assert(fc.property(fc.array(fc.array(step, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 6 }), fc.double({ min: 0, max: 1, noNaN: true }), (all, r) => {
      const curve = predictCurve({ chains: all.map((steps, i) => chain(String(i), ...steps)), r, d: 0.1, usdPerStep: null }, seededRandom(1), 5);
      for (const [i, point] of curve.entries()) {
        expect(point.accuracy.value).toBeGreaterThanOrEqual(0);
        expect(point.accuracy.value).toBeLessThanOrEqual(1);
        if (i > 0) expect(point.share.value).toBeLessThanOrEqual(curve[i - 1]?.share.value ?? 1);
      }
    }), { numRuns: 30 });
  });
});

describe('recommendDial', () => {
  it('weighs the price against the value of a right answer', () => {
    const curve = predictCurve({ chains, r: 0.5, d: 0.1, usdPerStep: 0.01 }, seededRandom(1), 5);
    expect(recommendDial(curve, { r: 0.5, d: 0.1, usdPerStep: 0.01, valueOfRightUsd: 0.1 })?.p).toBeCloseTo((0.1 + 0.1) / 0.6, 9);
    expect(recommendDial(curve, { r: 0.5, d: 0, usdPerStep: null, valueOfRightUsd: null })?.p).toBeGreaterThan(0.4);
    expect(recommendDial([], { r: 1, d: 0, usdPerStep: null, valueOfRightUsd: null })).toBeNull();
  });
  it('says so where asking brings nothing', () => {
    const curve = predictCurve({ chains, r: 0, d: 0.5, usdPerStep: null }, seededRandom(1), 5);
    expect(recommendDial(curve, { r: 0, d: 0.5, usdPerStep: null, valueOfRightUsd: null })).toMatchObject({ p: 1 });
  });
});
