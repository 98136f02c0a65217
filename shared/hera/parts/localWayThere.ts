import type { AcceptedStep } from '../../agent/model.ts';
import { predictedSimilarity } from './subtaskSimilarity.ts';

/** How alike two texts, by number of local subtasks ahead. */
export interface Ahead { readonly ahead: number; readonly similar: number; readonly text: string }

/**
 * SLE (HERA, section 3.3.3): the local model goes on alone for `distance` subtasks; does it arrive at what the expert
 * would write next? The distance comes from the difficulty predictor.
 */
export async function localWayThere(
  distance: number, from: readonly AcceptedStep[], own: string, predicted: string,
  probe: { continueFrom(steps: readonly AcceptedStep[], count: number): Promise<readonly string[]>; embed(text: string): Promise<Float32Array> },
): Promise<Ahead | null> {
  const written = await probe.continueFrom([...from, { by: 'local', text: own }], distance);
  const text = written.at(-1);
  if (text === undefined || written.length < distance) return null;
  return { ahead: distance, text, similar: await predictedSimilarity(text, predicted, probe.embed) };
}
