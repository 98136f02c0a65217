import { probabilityWrong } from '../../switching/gate/fitHead.ts';
import { alwaysOn, computeFeatures, type FeatureValues } from '../../switching/features/index.ts';
import type { Candidate } from '../../switching/policy.ts';
import type { HeraFile } from '../heraFile.ts';
import { similarity } from '../similarity.ts';
import type { State } from './state.ts';

/** SSE by prediction (HERA, section 3.3.2): the local model's own next subtask against the predicted one of the expert. */
export async function predictedSimilarity(own: string, predicted: string, embed: (text: string) => Promise<Float32Array>): Promise<number> {
  if (own.trim() === '' || predicted.trim() === '') return 0;
  return similarity({ text: own, vector: await embed(own) }, { text: predicted, vector: await embed(predicted) });
}

/**
 * SSE by likeness, ours: the probability that the expert would write the same, read off what the local model measured
 * while it wrote. Costs next to nothing, where the paper's way costs a prediction for each subtask.
 */
export function likeness(file: Pick<HeraFile, 'likeness'>, state: State, candidate: Candidate): number | null {
  return file.likeness === null ? null : probabilityWrong(file.likeness, likenessValues(state, candidate));
}

export function likenessValues(state: State, candidate: Candidate): FeatureValues {
  return computeFeatures(alwaysOn, state, candidate);
}
