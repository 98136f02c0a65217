import { brierSkill, debiasedEce, ece, type Predicted } from '../../../shared/learn/metrics.ts';
import { bootstrap } from '../../../shared/learn/resample.ts';

export interface Interval { readonly value: number; readonly low: number; readonly high: number }
type Groups = readonly (readonly Predicted[])[];

/**
 * AUROC within one problem, resampled by problem: of each, how many of its pairs of a wrong and a right step are in
 * order is counted once, so that a problem drawn twice counts twice and a draw costs no sorting. NaN without a pair.
 */
export function withinInterval(groups: Groups, random: () => number, draws: number): Interval {
  return bootstrap(groups.map((group) => [pairsOf(group)]), (own) => sum(own, ({ won }) => won) / sum(own, ({ pairs }) => pairs), random, draws);
}

interface Pairs { readonly won: number; readonly pairs: number }

function pairsOf(group: readonly Predicted[]): Pairs {
  const [wrong, right] = [group.filter((row) => row.y === 1), group.filter((row) => row.y === 0)];
  return { won: sum(wrong, (one) => sum(right, (other) => (one.p > other.p ? 1 : one.p === other.p ? 0.5 : 0))), pairs: wrong.length * right.length };
}

/**
 * The debiased calibration error with an interval. A resample's error is larger than its sample's by what resampling
 * adds, so the resamples give the width and not the place: their percentiles are moved onto the debiased figure.
 * @param random for the simulations of a perfect gate
 */
export function eceInterval(groups: Groups, random: () => number, draws: number): { readonly debiased: Interval; readonly perfect: number } {
  const { ece: measured, perfect, debiased } = debiasedEce(groups.flat(), random);
  const drawn: number[] = [];
  const { low, high } = bootstrap(groups, (rows) => {
    const value = ece(rows);
    drawn.push(value);
    return value;
  }, random, draws);
  // The last one is the sample itself.
  const resampled = drawn.slice(0, -1);
  const middle = resampled.length === 0 ? measured : sum(resampled, (value) => value) / resampled.length;
  return { perfect, debiased: { value: debiased, low: Math.min(debiased, debiased + low - middle), high: Math.max(debiased, debiased + high - middle) } };
}

/** Null where all steps are alike: there is no base rate to be better than. */
export function brierInterval(groups: Groups, random: () => number, draws: number): Interval | null {
  const found = bootstrap(groups, brierSkill, random, draws);
  return [found.value, found.low, found.high].every(Number.isFinite) ? found : null;
}

const sum = <T>(rows: readonly T[], of: (row: T) => number): number => rows.reduce((total, row) => total + of(row), 0);
