import type { FeatureValues } from '../../switching/features/index.ts';
import { probabilityWrong } from '../../switching/gate/fitHead.ts';
import { factsIn } from '../similarity.ts';
import type { HeraFile, KnownRequest } from '../heraFile.ts';
import { neighbours } from './neighbours.ts';

/** Requests that are looked at around a new one. */
const around = 8;

/**
 * What the request classifier sees of a request (HERA, section 3.3.1): how its nearest known requests went, and how
 * long and full of numbers it is.
 * Departure: the paper fine-tunes a transformer on the text; a laptop that has profiled a hundred requests has too
 * little to learn from for that.
 */
export function requestValues(question: string, vector: Float32Array, known: readonly KnownRequest[]): FeatureValues {
  const near = neighbours(known, vector, around);
  const weights = near.map(({ cosine }) => Math.exp(10 * (cosine - (near[0]?.cosine ?? 0))));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return {
    nearAlike: near.length === 0 ? null : near.reduce((sum, { item }, i) => sum + item.similar * (weights[i] ?? 0), 0) / total,
    nearest: near[0]?.cosine ?? null,
    words: Math.log(1 + question.split(/\s+/).length),
    numbers: [...factsIn(question)].filter((fact) => /^\d/.test(fact)).length,
    sentences: question.split(/[.?!]+\s/).length,
  };
}
export const requestFeatureIds = ['nearAlike', 'nearest', 'words', 'numbers', 'sentences'] as const;

/** P(both models would answer this request alike); null where the profile could not learn it. */
export function pAlike(file: Pick<HeraFile, 'urc' | 'known'>, question: string, vector: Float32Array): number | null {
  return file.urc === null ? null : probabilityWrong(file.urc, requestValues(question, vector, file.known));
}

/** Below that cosine to the nearest known request, the request is of a kind that was never profiled. Ours and not fitted: the paper has no such case. */
const unknownDomain = 0.2;

/** True where nothing that was profiled is near: the classifier then says nothing, and the expert's first subtask is not asked for on its word. */
export function isUnknownDomain(file: Pick<HeraFile, 'known'>, vector: Float32Array): boolean {
  return (neighbours(file.known, vector, 1)[0]?.cosine ?? 0) < unknownDomain;
}
