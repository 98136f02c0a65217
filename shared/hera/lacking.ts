import type { HeraFile, PartId } from './heraFile.ts';

/** What a part stands on that a pair's profile may not hold: the shipped ones hold heads and nobody's words. */
export type Lacking = Readonly<Partial<Record<PartId | SimilarityBy, string>>>;
/** The two ways of SSE. */
export type SimilarityBy = HeraFile['sseBy'];

/** In a sentence's second half: SP_llm has nothing to show. */
export const noTransitions = 'no step of this expert is known yet from which its next could be foretold';
const fewOrEqual = 'its profiled requests were too few, or all of one kind';

/**
 * Why parts can say nothing for this pair, each as the second half of a sentence; a part that can is not in it.
 * @param knownSteps the expert's steps that are known: the profile's transitions and those of use
 */
export function lackingOf({ urc, known, distance, likeness, sseBy }: Pick<HeraFile, 'urc' | 'known' | 'distance' | 'likeness' | 'sseBy'>, knownSteps: number): Lacking {
  const prediction = knownSteps === 0 ? noTransitions : undefined;
  const lacking = {
    likeness: likeness === null ? fewOrEqual : undefined, prediction, cd: prediction, sd: prediction,
    urc: urc !== null ? undefined : known.length === 0 ? 'its profile remembers no requests' : fewOrEqual,
    sse: sseBy === 'prediction' && likeness === null ? prediction : undefined,
    sle: distance.length === 0 ? 'how far apart the two are was not learnt' : prediction,
  };
  return Object.fromEntries(Object.entries(lacking).filter(([, why]) => why !== undefined));
}
