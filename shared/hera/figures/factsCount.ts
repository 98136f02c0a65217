import type { LabelledState } from '../fit/labels.ts';
import { paperThreshold } from '../similarity.ts';

export type Likeness = 'alike' | 'otherFacts' | 'otherWords';

export interface FactsRow {
  readonly kind: Likeness;
  /** Places at which both wrote, and those of them behind which both ways came to an end. */
  readonly places: number;
  readonly forks: number;
  /** Share of the forks at which it matters who wrote: ending right is likelier behind one of the two steps. */
  readonly matters: number;
  /** Mean of what asking the expert changes in the share of right endings. */
  readonly gain: number;
}

/**
 * What our departure from the paper's similarity is worth, equal numbers and names besides the cosine: if two steps that
 * only the cosine takes for alike lead to different endings, the paper's measure would keep steps here that it should not.
 * @param gainOf `Fork.gain`; undefined where it is not known
 */
export function factsCount(states: readonly LabelledState[], gainOf: (state: LabelledState) => number | undefined, threshold: number = paperThreshold): readonly FactsRow[] {
  const kindOf = (state: LabelledState): Likeness => ((state.ahead[0] ?? 0) >= threshold ? 'alike' : state.cosine >= threshold ? 'otherFacts' : 'otherWords');
  const byKind = Map.groupBy(states, kindOf);
  return (['alike', 'otherFacts', 'otherWords'] as const).map((kind): FactsRow => {
    const own = byKind.get(kind) ?? [];
    const gains = own.map(gainOf).filter((gain) => gain !== undefined);
    const n = Math.max(1, gains.length);
    return { kind, places: own.length, forks: gains.length, matters: gains.filter((gain) => gain !== 0).length / n, gain: gains.reduce((sum, gain) => sum + gain, 0) / n };
  });
}
