import { distanceOf, weightOf, type LabelledState } from '../fit/labels.ts';
import { horizon } from '../parts/difficultyPredictor.ts';

export interface DistanceRow {
  readonly position: number;
  /** Places at which both wrote, and those of them whose distance the tree tells. */
  readonly places: number;
  readonly known: number;
  /** Share of the places at each distance 0, 1, …, horizon, and of those that never meet, estimated from the known ones. */
  readonly at: readonly number[];
  readonly never: number;
  /** Mean distance of those that meet; null: none does. */
  readonly mean: number | null;
}

/**
 * The paper's Figure 7 (section 2.3): how far apart the two models' next subtasks are, by position. Those that meet late
 * are known more seldom, so each known one stands for as many as `weightOf` says.
 */
export function distancesByPosition(states: readonly LabelledState[]): readonly DistanceRow[] {
  const byPosition = Map.groupBy(states, (state) => state.position);
  return [...byPosition].toSorted(([a], [b]) => a - b).map(([position, own]) => {
    const known = own.flatMap((state) => {
      const distance = distanceOf(state);
      return distance === undefined ? [] : [{ distance, weight: weightOf(state) }];
    });
    const total = (of: readonly (typeof known)[number][]) => of.reduce((sum, { weight }) => sum + weight, 0);
    const all = Math.max(total(known), Number.MIN_VALUE);
    const at = Array.from({ length: horizon + 1 }, (_, k) => total(known.filter(({ distance }) => distance === k)) / all);
    const meeting = at.reduce((sum, share) => sum + share, 0);
    return {
      position, places: own.length, known: known.length, at, never: total(known.filter(({ distance }) => distance === null)) / all,
      mean: meeting === 0 ? null : at.reduce((sum, share, k) => sum + k * share, 0) / meeting,
    };
  });
}
