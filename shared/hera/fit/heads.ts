import type { FeatureValues } from '../../switching/features/index.ts';
import { alwaysOnIds } from '../../switching/gate/crossFit.ts';
import { fitCrossCalibrated, probabilityWrong, type FittedGate } from '../../switching/gate/fitHead.ts';
import { groupedFolds } from '../../learn/resample.ts';
import type { HeraFile, KnownRequest } from '../heraFile.ts';
import { horizon } from '../parts/difficultyPredictor.ts';
import { requestFeatureIds, requestValues } from '../parts/requestClassifier.ts';
import { distanceOf, weightOf, type LabelledState, type TreeLabels } from './labels.ts';

/** One yes or no with what is known beforehand. */
export interface YesRow { readonly values: FeatureValues; readonly yes: 0 | 1; readonly problem: string; readonly weight?: number }

/** Fewer problems than that tell too little. */
const fewestProblems = 8;

/** A head for P(yes); null where there is too little, or only one kind of label, to learn from. */
export function fitYes(rows: readonly YesRow[], features: readonly string[], random: () => number): FittedGate | null {
  const labels = new Set(rows.map((row) => row.yes));
  if (labels.size < 2 || new Set(rows.map((row) => row.problem)).size < fewestProblems) return null;
  return fitCrossCalibrated(rows.map(({ yes, ...row }) => ({ ...row, wrong: yes })), features, random);
}

/** What the request classifier learns from: each request beside the others, never beside itself. */
export function requestRows(trees: readonly (TreeLabels & { readonly question: string })[]): readonly YesRow[] {
  const known: readonly KnownRequest[] = trees.map((tree) => tree.request);
  return trees.map(({ question, request }) => ({
    values: requestValues(question, Float32Array.from(request.vector), known.filter((other) => other.problem !== request.problem)), yes: request.similar, problem: request.problem,
  }));
}

export function likenessRows(states: readonly LabelledState[], threshold: number): readonly YesRow[] {
  return states.map(({ values, ahead, problem }) => ({ values, yes: (ahead[0] ?? 0) >= threshold ? 1 : 0, problem }));
}

/** Of a rare way, in a fit. */
const heaviest = 8;

/** Is the distance at most k? Only where the tree tells, each weighted by how seldom it would have. */
export function distanceRows(states: readonly LabelledState[], k: number, threshold: number): readonly YesRow[] {
  return states.flatMap((state): YesRow[] => {
    const distance = distanceOf(state, threshold);
    // A tree that ends early still tells that the two did not meet up to where it ends.
    const known = distance !== undefined || state.ahead.length > k;
    if (!known) return [];
    return [{ values: state.values, yes: typeof distance === 'number' && distance <= k ? 1 : 0, problem: state.problem, weight: weightOf(state, k, threshold, heaviest) }];
  });
}

export interface HeraHeads { readonly urc: FittedGate | null; readonly likeness: FittedGate | null; readonly distance: readonly FittedGate[] }

export function fitHeads(trees: readonly (TreeLabels & { readonly question: string })[], threshold: number, random: () => number): HeraHeads {
  const states = trees.flatMap((tree) => tree.states);
  // One source of chance for all: the head in use first, so that the others' rows do not move it.
  const likeness = fitYes(likenessRows(states, threshold), alwaysOnIds, random);
  const urc = fitYes(requestRows(trees), requestFeatureIds, random);
  const distance = Array.from({ length: horizon + 1 }, (_, k) => fitYes(distanceRows(states, k, threshold), alwaysOnIds, random));
  return { likeness, urc, distance: distance.every((head) => head !== null) ? distance : [] };
}

/** Probabilities by heads that never saw the row's problem, in the order of the rows; null where a fold could not be fitted. */
export function crossFittedYes(rows: readonly YesRow[], features: readonly string[], random: () => number, folds = 5): readonly (number | null)[] {
  const foldOf = groupedFolds(rows.map((row) => row.problem), folds, random);
  const heads = Array.from({ length: folds }, (_, fold) => fitYes(rows.filter((row) => foldOf.get(row.problem) !== fold), features, random));
  return rows.map((row) => {
    const head = heads[foldOf.get(row.problem) ?? 0];
    return head ? probabilityWrong(head, row.values) : null;
  });
}

export type StoredHeads = Pick<HeraFile, 'urc' | 'likeness' | 'distance'>;
const stored = ({ columns, model, calibration }: FittedGate) => ({ columns, model, calibration });

export function toStoredHeads({ urc, likeness, distance }: HeraHeads): StoredHeads {
  return { urc: urc && stored(urc), likeness: likeness && stored(likeness), distance: distance.map(stored) };
}
