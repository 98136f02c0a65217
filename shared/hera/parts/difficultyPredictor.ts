import { probabilityWrong } from '../../switching/gate/fitHead.ts';
import type { Candidate } from '../../switching/policy.ts';
import type { HeraFile } from '../heraFile.ts';
import type { State } from './state.ts';
import { likenessValues } from './subtaskSimilarity.ts';

/** How many subtasks ahead convergence is looked for; beyond, two models count as never meeting. */
export const horizon = 3;

/**
 * DP (HERA, section 3.3.3): after how many more local subtasks the local model is where the expert's next one would
 * be. Departure: the paper reads it off the subtask's text; here it is read off what the local model measured while
 * writing, as likeness is. 0: at once; `null`: not within the horizon. The smallest distance whose cumulative probability reaches a half,
 * an ordinal regression by one head for each "at most k".
 */
export function predictedDistance(file: Pick<HeraFile, 'distance'>, state: State, candidate: Candidate): number | null {
  const values = likenessValues(state, candidate);
  let reached = 0;
  for (const [k, head] of file.distance.entries()) {
    // A later "at most" can never be less likely than an earlier one, whatever separately fitted heads say.
    reached = Math.max(reached, probabilityWrong(head, values));
    if (reached >= 0.5) return k;
  }
  return null;
}
