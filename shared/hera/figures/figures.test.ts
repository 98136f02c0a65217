import { expect, test } from 'vitest';
import { wilson } from '../../learn/metrics.ts';
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

test('distances by position: what the tree does not tell is not counted, and what it seldom tells counts for more', () => {
  const state = (position: number, ahead: readonly number[], isWhole: boolean, drawn: readonly number[] = ahead.map(() => 1)) => ({ position, ahead, isWhole, drawn }) as LabelledState;
  expect(distancesByPosition([state(1, [0.1], false), state(0, [0.9], false), state(0, [0.1, 0.8], false), state(0, [0.1], true)])).toEqual([
    { position: 0, places: 3, known: 3, at: [1 / 3, 1 / 3, 0, 0], never: 1 / 3, mean: 0.5 }, { position: 1, places: 1, known: 0, at: [0, 0, 0, 0], never: 0, mean: null },
  ]);
  // Of eight like this one the tree followed one to where it meets.
  expect(distancesByPosition([...Array.from({ length: 8 }, () => state(0, [0.9], false)), state(0, [0.1, 0.1, 0.9], false, [1, 0.5, 0.125]), ...Array.from({ length: 7 }, () => state(0, [0.1], false))])).toMatchObject([
    { places: 16, known: 9, at: [0.5, 0, 0.5, 0], never: 0, mean: 1 },
  ]);
});

test('steps that only the cosine takes for alike are told from those that are, with what came of each', () => {
  const state = (similar: number, cosine: number, gain?: number) => ({ ahead: [similar], cosine, gain }) as unknown as LabelledState & { readonly cosine: number; readonly gain?: number };
  const states = [state(0.9, 0.9, 0), state(0.8, 0.8, 1), state(0.3, 0.9, 1), state(0.3, 0.95), state(0.3, 0.4, -0.5)];
  const of = (one: LabelledState) => states.find((state) => state === one);
  expect(factsCount(states, (one) => of(one)?.cosine ?? 0, (one) => of(one)?.gain)).toEqual([
    { kind: 'alike', places: 2, forks: 2, matters: 0.5, gain: 0.5 }, { kind: 'otherFacts', places: 2, forks: 1, matters: 1, gain: 1 }, { kind: 'otherWords', places: 1, forks: 1, matters: 1, gain: -0.5 },
  ]);
});
