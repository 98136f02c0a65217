import { bootstrap } from '../../../shared/learn/resample.ts';
import { seededRandom } from '../../../shared/switching/random.ts';
import { meanFlops, mean, endsOf, policiesOf, rowsOf, shareOf, type Points, type Row } from './pairedRows.ts';
import type { ResultsInput } from './report/results.ts';
import type { SummaryInput } from './summarise.ts';

/** A policy's mean accuracy and compute at one setting. */
export interface ComputeDot { readonly accuracy: number; readonly flops: number }

/** Parts of the gap between the local model and the expert alone at which compute is compared; 1 is the expert's own accuracy. */
const levels = [0.5, 0.7, 0.9, 1] as const;

/**
 * The least compute with which a curve reaches an accuracy. Between neighbouring settings it is straight: one of the
 * two drawn at random for each problem gives exactly that. Infinite where no setting reaches it.
 * @param dots in the order of the dial
 */
export function computeAt(dots: readonly ComputeDot[], accuracy: number): number {
  const enough = dots.filter((dot) => dot.accuracy >= accuracy - 1e-12).map((dot) => dot.flops);
  const between = dots.slice(1).flatMap((right, i) => {
    const left = dots[i];
    if (!left || (left.accuracy >= accuracy) === (right.accuracy >= accuracy)) return [];
    return [left.flops + (right.flops - left.flops) * ((accuracy - left.accuracy) / (right.accuracy - left.accuracy))];
  });
  return Math.min(...enough, ...between);
}

/**
 * Compute at equal accuracy: a policy against the expert, which answers whole questions, at its own accuracy and, below
 * it, for so large a random share of the questions that the accuracy is the same (the AdaSwitch paper, Figure 4: 3 to 5
 * times less). Problems are resampled with everything that was measured on them.
 */
export function equalComputeOf(points: Points, dataset: string, { seed, draws }: SummaryInput): NonNullable<ResultsInput['equalCompute']> {
  const rows = rowsOf(points);
  const ends = endsOf(points);
  if (!ends || rows.length === 0 || rows.some((row) => row.some((one) => one === undefined || one.flops === null))) return [];
  if (mean(rows, ends.expert) <= mean(rows, ends.local)) return [];
  const at = (own: readonly Row[], policy: string, level: number) => {
    const dots = curveFor(points, own, policy, ends);
    const [local, expert] = [mean(own, ends.local), mean(own, ends.expert)];
    const [here, there] = [meanFlops(own, ends.local), meanFlops(own, ends.expert)];
    return { flops: computeAt(dots, local + level * (expert - local)), expertFlops: here + level * (there - here) };
  };
  return policiesOf(points).flatMap((policy) => levels.map((level) => {
    const { flops, expertFlops } = at(rows, policy, level);
    const dots = curveFor(points, rows, policy, ends);
    const best = dots.toSorted((a, b) => b.accuracy - a.accuracy)[0] ?? { accuracy: 0, flops: 0 };
    const accuracy = mean(rows, ends.local) + level * (mean(rows, ends.expert) - mean(rows, ends.local));
    const base = { policy, dataset, level, accuracy, expertFlops };
    if (!Number.isFinite(flops)) return { ...base, flops: null, timesLess: null, best };
    // A resample in which the accuracy is not reached counts as 0 times less.
    const times = bootstrap(rows.map((row) => [row]), (own) => {
      const found = at(own, policy, level);
      return Number.isFinite(found.flops) ? found.expertFlops / found.flops : 0;
    }, seededRandom(seed, 0xe9c), draws);
    return { ...base, flops, timesLess: times, best };
  }));
}

function curveFor(points: Points, rows: readonly Row[], policy: string, ends: { readonly local: number; readonly expert: number }): readonly ComputeDot[] {
  const dot = (index: number): ComputeDot => ({ accuracy: mean(rows, index), flops: meanFlops(rows, index) });
  const own = points.flatMap((point, index) => (point.policy === policy ? [{ share: shareOf(rows, index), index }] : [])).toSorted((a, b) => a.share - b.share);
  // Only who hands the whole question over ends where the expert answers alone; every step asked one by one is dearer.
  return [dot(ends.local), ...own.map(({ index }) => dot(index)), ...(policy === 'requestLevel' ? [dot(ends.expert)] : [])];
}
