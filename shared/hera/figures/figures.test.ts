import { expect, test } from 'vitest';
import { wilson } from '../../learn/metrics.ts';
import { seededRandom } from '../../switching/random.ts';
import type { LabelledState } from '../fit/labels.ts';
import { factsCount } from './factsCount.ts';
import { distancesByPosition } from './distancesByPosition.ts';
import { switchesByPart, type SwitchedOnce } from './switchesByPart.ts';

test('one switch counts in the third of the answer where it was made', () => {
  const one = (position: number, right: number): SwitchedOnce => ({ problem: 'a', base: 'expert', position, of: 6, right, rightUnswitched: 1 });
  const rows = switchesByPart([one(0, 0), one(1, 0), one(2, 1), one(5, 1)]).filter((row) => row.base === 'expert');
  expect(rows.map(({ part, n, right, lost, won }) => [part, n, right, lost, won])).toEqual([['early', 2, 0, 1, 0], ['middle', 1, 1, 0, 0], ['late', 1, 1, 0, 0]]);
});

test('answers of one request that go right or wrong together count for the interval as the few that they are worth', () => {
  const early = (problem: (i: number) => string) => {
    const answers = Array.from({ length: 24 }, (_, i): SwitchedOnce => ({ problem: problem(i), base: 'local', position: 0, of: 3, right: i % 4 < 2 ? 1 : 0, rightUnswitched: 0 }));
    return switchesByPart(answers).find((row) => row.base === 'local' && row.part === 'early');
  };
  const [apart, together] = [early((i) => `p${i}`), early((i) => `p${i % 4}`)];
  expect(apart?.interval).toEqual(wilson(12, 24));
  expect(together).toMatchObject({ n: 24, right: 0.5 });
  const width = ([low, high]: readonly [number, number] = [0, 0]) => high - low;
  expect(width(together?.interval)).toBeGreaterThan(1.5 * width(apart?.interval));
});

test('distances by position: those alike at once are counted, how the others go on is estimated from the ways that were grown', () => {
  const state = (position: number, ahead: readonly number[], isWhole: boolean, drawn: readonly number[] = ahead.map(() => 1)) => ({ position, ahead, isWhole, drawn }) as LabelledState;
  const [first, second] = distancesByPosition([state(1, [0.1], false), state(0, [0.9], false), state(0, [0.1, 0.8], false), state(0, [0.1], true)]);
  for (const share of [first?.at[0], first?.at[1], first?.never]) expect(share).toBeCloseTo(1 / 3, 12);
  expect(first).toMatchObject({ position: 0, places: 3, unknown: 0, mean: 0.5 });
  expect(second).toEqual({ position: 1, places: 1, at: [0, 0, 0, 0], never: 0, unknown: 1, mean: null });
  // Half of sixteen are alike at once. Of the other eight two ways were followed: one, drawn half as often, meets.
  const [row] = distancesByPosition([...Array.from({ length: 8 }, () => state(0, [0.9], false)), ...Array.from({ length: 6 }, () => state(0, [0.1], false)), state(0, [0.1, 0.9], false, [1, 0.125]), state(0, [0.1, 0.1], true, [1, 0.25])]);
  expect(row?.at[0]).toBe(0.5);
  expect(row?.at[1]).toBeCloseTo(0.5 * (8 / 12), 12);
  expect(row?.never).toBeCloseTo(0.5 * (4 / 12), 12);
  expect(row?.unknown).toBeCloseTo(0, 12);
});

test('whatever is sampled, the estimate comes out at the shares of the whole tree', () => {
  const random = seededRandom(5);
  const truth = Array.from({ length: 4000 }, () => { const u = random(); return u < 0.4 ? 0 : u < 0.55 ? 1 : u < 0.6 ? 2 : u < 0.7 ? 3 : null; });
  const states = truth.map((distance) => {
    const drawn = [1, 0.5, 0.25, 0.125];
    let length = 1;
    while (length < 4 && length <= (distance ?? 3) && random() < 0.5) length += 1;
    return { position: 0, ahead: Array.from({ length }, (_, k) => (k === distance ? 0.9 : 0.1)), drawn: drawn.slice(0, length), isWhole: length === 4 } as unknown as LabelledState;
  });
  const [row] = distancesByPosition(states);
  for (const [k, share] of [0.4, 0.15, 0.05, 0.1].entries()) expect(Math.abs((row?.at[k] ?? 0) - share)).toBeLessThan(0.03);
  expect(Math.abs((row?.never ?? 0) - 0.3)).toBeLessThan(0.03);
});

test('steps that only the cosine takes for alike are told from those that are, with what came of each', () => {
  const state = (similar: number, cosine: number, gain?: number) => ({ ahead: [similar], cosine, gain }) as unknown as LabelledState & { readonly gain?: number };
  const states = [state(0.9, 0.9, 0), state(0.8, 0.8, 1), state(0.3, 0.9, 1), state(0.3, 0.95), state(0.3, 0.4, -0.5)];
  expect(factsCount(states, (one) => states.find((state) => state === one)?.gain)).toEqual([
    { kind: 'alike', places: 2, forks: 2, matters: 0.5, gain: 0.5 }, { kind: 'otherFacts', places: 2, forks: 1, matters: 1, gain: 1 }, { kind: 'otherWords', places: 1, forks: 1, matters: 1, gain: -0.5 },
  ]);
});
