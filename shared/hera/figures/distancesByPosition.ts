import { distanceOf, type LabelledState } from '../fit/labels.ts';
import { horizon } from '../parts/difficultyPredictor.ts';

export interface DistanceRow {
  readonly position: number;
  /** States whose distance the tree tells. */
  readonly known: number;
  /** How many at each distance 0, 1, …, horizon. */
  readonly at: readonly number[];
  readonly never: number;
}

/** The paper's Figure 7 (section 2.3): how far apart the two models' next subtasks are, by position; each state counts once. */
export function distancesByPosition(states: readonly LabelledState[]): readonly DistanceRow[] {
  const byPosition = Map.groupBy(states, (state) => state.position);
  return [...byPosition].toSorted(([a], [b]) => a - b).map(([position, own]) => {
    const distances = own.map((state) => distanceOf(state)).filter((distance) => distance !== undefined);
    return {
      position, known: distances.length, never: distances.filter((distance) => distance === null).length,
      at: Array.from({ length: horizon + 1 }, (_, k) => distances.filter((distance) => distance === k).length),
    };
  });
}
