import { bootstrap } from '../../../../shared/learn/resample.ts';
import { seededRandom } from '../../../../shared/switching/random.ts';
import { worth, type Interval, type PerProblem, type Point } from './results.ts';

export type Spent = 'usd' | 'flops';

/** What one right answer cost: all spending by all right answers. Null where it was not measured or nothing is right. */
export function perRight(point: Point, what: Spent, seed: number): Interval | null {
  if (!isMeasured(point.perProblem, what)) return null;
  return finiteOrNull(bootstrap(point.perProblem.map((one) => [one]), (rows) => costOf(rows, what), seededRandom(seed, 0xc057)));
}

/** How many times less (above 1) a right answer cost here than with `other`, over the problems both have. */
export function timesLess(point: Point, other: Point, what: Spent, seed: number): Interval | null {
  const theirs = new Map(other.perProblem.map((one) => [one.id, one]));
  const pairs = point.perProblem.flatMap((mine) => {
    const their = theirs.get(mine.id);
    return their ? [[{ mine, their }]] : [];
  });
  if (!isMeasured(pairs.flat().flatMap(({ mine, their }) => [mine, their]), what)) return null;
  const statistic = (rows: readonly { readonly mine: PerProblem; readonly their: PerProblem }[]): number =>
    costOf(rows.map((row) => row.their), what) / costOf(rows.map((row) => row.mine), what);
  return finiteOrNull(bootstrap(pairs, statistic, seededRandom(seed, 0xc058)));
}

const isMeasured = (rows: readonly PerProblem[], what: Spent): boolean => rows.length > 0 && rows.every((row) => row[what] !== null);

function costOf(rows: readonly PerProblem[], what: Spent): number {
  let [spent, right] = [0, 0];
  for (const row of rows) {
    spent += row[what] ?? 0;
    right += worth(row);
  }
  return spent / right;
}

const finiteOrNull = (one: Interval): Interval | null => ([one.value, one.low, one.high].every(Number.isFinite) ? one : null);
