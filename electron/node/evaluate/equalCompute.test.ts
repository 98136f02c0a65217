import { describe, expect, it } from 'vitest';
import { computeAt, equalComputeOf } from './equalCompute.ts';
import type { ResultsInput } from './report/results.ts';
import type { SummaryInput } from './summarise.ts';

type Point = ResultsInput['points'][number];
const one = { value: 0.5, low: 0.4, high: 0.6 };
/** 20 problems, of which the first so many are right, each for the same compute. */
const point = (policy: string, dial: number | null, right: number, flops: number, share: number): Point => ({
  policy, dial, dataset: 'd', n: 20, right, accuracy: one, share: one, steps: 200, expertSteps: 200 * share, usdPerQuestion: null, flopsPerQuestion: null, secondsPerQuestion: null, controllerShare: null,
  perProblem: Array.from({ length: 20 }, (_, i) => ({ id: String(i), right: i < right ? 1 : 0, steps: 10, expertSteps: 10 * share, usd: null, flops, ms: 1 })),
});
const input: SummaryInput = { answers: [], problems: new Map(), dataset: 'd', chains: [], seed: 1, draws: 200 };
const ends = [point('localOnly', null, 4, 1e12, 0), point('expertOnly', null, 12, 8e12, 1)];
const of = (points: readonly Point[], policy: string, level: number) => equalComputeOf(points, 'd', input).find((row) => row.policy === policy && row.level === level);

describe('compute at equal accuracy', () => {
  it('lies on the straight line between two settings, takes the cheapest, and is endless where none is right enough', () => {
    const dots = [{ accuracy: 0.2, flops: 1 }, { accuracy: 0.4, flops: 3 }, { accuracy: 0.3, flops: 4 }, { accuracy: 0.6, flops: 10 }];
    expect(computeAt(dots, 0.3)).toBeCloseTo(2, 9);
    expect(computeAt(dots, 0.5)).toBeCloseTo(8, 9);
    expect(computeAt(dots, 0.6)).toBe(10);
    expect(computeAt(dots, 0.61)).toBe(Number.POSITIVE_INFINITY);
  });

  it('is compared with the expert alone, and below with as many of its answers as give the same accuracy', () => {
    const points = [...ends, point('adaswitch', 0.5, 12, 2e12, 0.3)];
    expect(of(points, 'adaswitch', 1)).toMatchObject({ accuracy: 0.6, flops: 2e12, expertFlops: 8e12, timesLess: { value: 4 } });
    // Half of the gap: 1.5 against 1 + 7/2 for half of the questions.
    expect(of(points, 'adaswitch', 0.5)).toMatchObject({ flops: 1.5e12, expertFlops: 4.5e12, timesLess: { value: 3 } });
  });

  it('says the best where a policy never gets there; only the request level ends at the expert', () => {
    const points = [...ends, point('adaswitch', 0.5, 8, 9e12, 0.6), point('requestLevel', 0.5, 8, 4.5e12, 0.5)];
    expect(of(points, 'adaswitch', 1)).toMatchObject({ flops: null, timesLess: null, best: { accuracy: 0.4, flops: 9e12 } });
    expect(of(points, 'requestLevel', 1)).toMatchObject({ flops: 8e12, timesLess: { value: 1 } });
    expect(equalComputeOf([...ends, { ...point('x', 0.5, 8, 1, 0.5), perProblem: [] }], 'd', input)).toEqual([]);
  });
});
