import { hoeffdingBentkus } from './hoeffdingBentkus.ts';

/** Mean accuracy at one p, over the same `n` problems at each. */
export interface AccuracyAt {
  readonly p: number; readonly accuracy: number;
  /** What nine of ten redrawn exams exceed, where the accuracy is foretold from rates that were themselves only tried so often. */
  readonly floor?: number | undefined;
}

/** How often the promise may be broken by bad luck with the exam's problems. */
export const promiseRisk = 0.1;

/**
 * The largest p whose accuracy is at least `target`, with probability 1 − `delta` over the draw of the problems: from
 * "ask always" downward each p is tested, and the first that cannot be shown ends the walk ("Learn then Test",
 * arXiv 2110.01052, fixed sequence testing: no correction for the number of tests is due). The test's bound knows the
 * luck of the problems; that of the repairs and damages is in `floor`, which has to reach the target as well.
 * @returns null if not even asking always can be shown to reach it
 */
export function dialForAccuracy(curve: readonly AccuracyAt[], n: number, target: number, delta = promiseRisk): number | null {
  let found: number | null = null;
  for (const { p, accuracy, floor = accuracy } of curve.toSorted((a, b) => a.p - b.p)) {
    if (floor < target || hoeffdingBentkus(1 - accuracy, n, 1 - target) > delta) break;
    found = p;
  }
  return found;
}

/** The highest accuracy that can be promised at all, to a hundredth: what asking always can be shown to reach. */
export function mostAccuracy(curve: readonly AccuracyAt[], n: number, delta = promiseRisk): number | null {
  for (let percent = 99; percent > 0; percent -= 1) if (dialForAccuracy(curve, n, percent / 100, delta) !== null) return percent / 100;
  return null;
}
