import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../switching/random.ts';
import { predictCurve, recommendDial, type PredictedChain } from './predictedCurve.ts';

const chain = (problem: string, ...steps: readonly (readonly [number, 0 | 1])[]): PredictedChain => ({ problem, steps: steps.map(([pWrong, wrong]) => ({ pWrong, wrong })) });
const chains = [chain('a', [0.1, 0], [0.2, 0]), chain('b', [0.1, 0], [0.8, 1]), chain('c', [0.6, 1], [0.9, 1]), chain('d', [0.4, 0], [0.1, 0])];
const rates = (r: number, d: number) => ({ r: { value: r }, d: { value: d } });
const at = (p: number, of = { r: 0.5, d: 0 }, all: readonly PredictedChain[] = chains) => predictCurve({ chains: all, ...rates(of.r, of.d), usdPerStep: 0.01 }, seededRandom(1), 50).find((point) => Math.abs(point.p - p) < 1e-9);

describe('predictCurve', () => {
  it('is the local model alone at p = 1, and everything asked at p = 0', () => {
    expect(at(1)).toMatchObject({ share: { value: 0 }, accuracy: { value: 0.5 }, usdPerQuestion: 0 });
    expect(at(0)).toMatchObject({ share: { value: 1 }, accuracy: { value: (1 + 0.5 + 0.25 + 1) / 4 }, usdPerQuestion: 0.02 });
  });
  it('counts damage once a problem, and only where right steps are asked', () => {
    expect(at(0, { r: 1, d: 0.2 })?.accuracy.value).toBeCloseTo((0.8 + 0.8 + 1 + 0.8) / 4, 9);
    expect(at(0.5, { r: 1, d: 0.2 })?.accuracy.value).toBeCloseTo(1, 9);
  });
  it('ends at the expert alone where that was tried, whatever single steps came to', () => {
    const tried = chains.map((each, i) => ({ ...each, expertAlone: i > 0 }));
    expect(at(0, undefined, tried)?.accuracy.value).toBeCloseTo(0.75, 9);
    expect(at(1, undefined, tried)?.accuracy.value).toBeCloseTo(0.5, 9);
    // b: one of two steps asked, repaired in half of the cases, or the expert's own; c: both steps asked; a, d: none.
    expect(at(0.5, undefined, tried)?.accuracy.value).toBeCloseTo((1 + (0.5 * 0.5 + 0.5) + 1 + 1) / 4, 9);
  });
  it('takes the mean of the others where one problem was not put to the expert alone', () => {
    const tried = chains.map((each, i) => (i < 2 ? { ...each, expertAlone: i === 0 } : each));
    expect(at(0, undefined, tried)?.accuracy.value).toBeCloseTo((1 + 0 + 0.5 + 0.5) / 4, 9);
  });
  it('believes how the local model ended by itself, not its steps: a chain that broke off is not right', () => {
    const broken = [{ ...chain('a', [0.2, 0]), rightUnaided: false }];
    expect(at(1, undefined, broken)?.accuracy.value).toBe(0);
    expect(at(0.1, undefined, broken)?.accuracy.value).toBe(0);
  });
  it('is less sure where r comes from few tries, and its floor lies between the lower end and the middle', () => {
    const wide = (n: number) => predictCurve({ chains, r: { value: 0.5, n }, d: { value: 0 }, usdPerStep: null }, seededRandom(1), 400).at(0);
    const [few, many] = [wide(2), wide(400)];
    expect((few?.accuracy.high ?? 0) - (few?.accuracy.low ?? 0)).toBeGreaterThan((many?.accuracy.high ?? 0) - (many?.accuracy.low ?? 0));
    expect(few?.floor).toBeGreaterThanOrEqual(few?.accuracy.low ?? 1);
    expect(few?.floor).toBeLessThan(few?.accuracy.value ?? 0);
  });
  it('asks less as p grows, and stays within 0 and 1', () => {
    const step = fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(0 as const, 1 as const));
    fc.assert(fc.property(fc.array(fc.array(step, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 6 }), fc.double({ min: 0, max: 1, noNaN: true }), (all, r) => {
      const curve = predictCurve({ chains: all.map((steps, i) => chain(String(i), ...steps)), ...rates(r, 0.1), usdPerStep: null }, seededRandom(1), 5);
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
    const curve = predictCurve({ chains, ...rates(0.5, 0.1), usdPerStep: 0.01 }, seededRandom(1), 5);
    expect(recommendDial(curve, { r: 0.5, d: 0.1, usdPerStep: 0.01, valueOfRightUsd: 0.1 })?.p).toBeCloseTo((0.1 + 0.1) / 0.6, 9);
    expect(recommendDial(curve, { r: 0.5, d: 0, usdPerStep: null, valueOfRightUsd: null })?.p).toBeGreaterThan(0.4);
    expect(recommendDial([], { r: 1, d: 0, usdPerStep: null, valueOfRightUsd: null })).toBeNull();
  });
  it('says so where asking brings nothing', () => {
    const curve = predictCurve({ chains, ...rates(0, 0.5), usdPerStep: null }, seededRandom(1), 5);
    expect(recommendDial(curve, { r: 0, d: 0.5, usdPerStep: null, valueOfRightUsd: null })).toMatchObject({ p: 1 });
  });
});
