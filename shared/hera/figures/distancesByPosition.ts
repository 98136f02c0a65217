import type { LabelledState } from '../fit/labels.ts';
import { horizon } from '../parts/difficultyPredictor.ts';
import { paperThreshold } from '../similarity.ts';

export interface DistanceRow {
  readonly position: number;
  /** Places at which both wrote. */
  readonly places: number;
  /** Estimated share of the places at each distance 0, 1, …, horizon, and of those that never meet. */
  readonly at: readonly number[];
  readonly never: number;
  /** What the trees do not tell: no local way was followed that far. */
  readonly unknown: number;
  /** Mean distance of those that meet; null: none does. */
  readonly mean: number | null;
}

/** The paper's Figure 7 (section 2.3): how far apart the two models' next subtasks are, by position. */
export function distancesByPosition(states: readonly LabelledState[], threshold: number = paperThreshold): readonly DistanceRow[] {
  const byPosition = Map.groupBy(states, (state) => state.position);
  return [...byPosition].toSorted(([a], [b]) => a - b).map(([position, own]) => {
    const { at, never, unknown } = shares(own, threshold);
    const meeting = at.reduce((sum, share) => sum + share, 0);
    return { position, places: own.length, at, never, unknown, mean: meeting === 0 ? null : at.reduce((sum, share, k) => sum + k * share, 0) / meeting };
  });
}

/**
 * Step by step (as the product-limit estimate: Kaplan and Meier 1958): of the places that had not met before, which meet
 * k steps on, and whose local way has ended. Whether two are alike at once every place tells; how they go on, only those
 * whose way was grown, each counted by the inverse of the probability that it was.
 */
function shares(states: readonly LabelledState[], threshold: number): Pick<DistanceRow, 'at' | 'never' | 'unknown'> {
  const meets = ({ ahead }: LabelledState, k: number) => (ahead[k] ?? 0) >= threshold;
  const shareOf = (of: readonly LabelledState[], k: number, is: (state: LabelledState) => boolean): number | null => {
    const weight = (some: readonly LabelledState[]) => some.reduce((sum, { drawn }) => sum + 1 / (drawn[k] ?? 1), 0);
    return of.length === 0 ? null : weight(of.filter(is)) / weight(of);
  };
  const at: number[] = [];
  let [apart, never, followed] = [1, 0, states];
  for (let k = 0; k <= horizon; k += 1) {
    const met = shareOf(followed, k, (state) => meets(state, k));
    at.push(met === null ? 0 : apart * met);
    if (met === null) continue;
    apart *= 1 - met;
    const left = followed.filter((state) => !meets(state, k));
    const hasEnded = (state: LabelledState) => state.isWhole && state.ahead.length === k + 1;
    const ended = k === horizon ? 1 : shareOf(left, k, hasEnded) ?? 0;
    never += apart * ended;
    apart *= 1 - ended;
    followed = left.filter((state) => state.ahead.length > k + 1);
  }
  return { at, never, unknown: apart };
}
