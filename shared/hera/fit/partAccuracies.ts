import { alwaysOnIds } from '../../switching/gate/crossFit.ts';
import type { HeraFile, PartAccuracy } from '../heraFile.ts';
import { horizon, predictedDistance } from '../parts/difficultyPredictor.ts';
import { pAlike, requestFeatureIds } from '../parts/requestClassifier.ts';
import { likeness } from '../parts/subtaskSimilarity.ts';
import type { LabelledTree } from './fitHera.ts';
import { crossFittedYes, distanceRows, likenessRows, requestRows } from './heads.ts';
import { intervalByRequest } from './intervalByRequest.ts';
import { distanceOf, type LabelledState } from './labels.ts';

/** A prediction of the expert's subtask by SP_llm, made without the request's own transitions, and how alike it is to what the expert wrote. */
export interface CheckedPrediction { readonly problem: string; readonly similar: number; readonly ms: number }

/** Accuracy of each part on requests that its heads never saw (five folds by request). */
export function partAccuracies(trees: readonly LabelledTree[], predictions: readonly CheckedPrediction[], threshold: number, random: () => number): readonly PartAccuracy[] {
  const states = trees.flatMap((tree) => tree.states);
  const requests = requestRows(trees);
  const like = likenessRows(states, threshold);
  return [
    ...counted('urc', requests, requests.map((row) => row.yes), crossFittedYes(requests, requestFeatureIds, random).map(atHalf), null),
    ...counted('likeness', like, like.map((row) => row.yes), crossFittedYes(like, alwaysOnIds, random).map(atHalf), null),
    ...counted('spLlm', predictions, predictions.map(() => 1), predictions.map(({ similar }) => (similar >= threshold ? 1 : 0)), meanOf(predictions)),
    ...distances(states, threshold, random),
  ];
}

/** The same parts of a fitted profile on requests of another domain: the paper's "transfer". Nothing is fitted. */
export function transferAccuracies(file: HeraFile, trees: readonly LabelledTree[], predictions: readonly CheckedPrediction[], threshold: number): readonly PartAccuracy[] {
  const states = trees.flatMap((tree) => tree.states);
  const known = states.filter((state) => distanceOf(state, threshold) !== undefined);
  const at = (state: LabelledState) => ({ question: state.question, steps: state.above, position: state.position });
  const asks = (p: number | null) => atHalf(p);
  return [
    ...(file.urc === null ? [] : counted('urc', trees.map(({ request }) => request), trees.map(({ request }) => request.similar), trees.map(({ question, request }) => asks(pAlike(file, question, Float32Array.from(request.vector)))), null)),
    ...(file.likeness === null ? [] : counted('likeness', states, likenessRows(states, threshold).map((row) => row.yes), states.map((state) => asks(likeness(file, at(state), state.local))), null)),
    ...counted('spLlm', predictions, predictions.map(() => 1), predictions.map(({ similar }) => (similar >= threshold ? 1 : 0)), meanOf(predictions)),
    ...(file.distance.length === 0 ? [] : counted('dp', known, known.map((state) => distanceOf(state, threshold) ?? null), known.map((state) => predictedDistance(file, at(state), state.local)), null)),
  ];
}

const meanOf = (predictions: readonly CheckedPrediction[]) => (predictions.length === 0 ? null : predictions.reduce((sum, { ms }) => sum + ms, 0) / predictions.length);

/** The distance class, `never` included, beside always saying the commonest one. */
function distances(states: readonly LabelledState[], threshold: number, random: () => number): readonly PartAccuracy[] {
  const known = states.filter((state) => distanceOf(state, threshold) !== undefined);
  const atMost = Array.from({ length: horizon + 1 }, (_, k) => {
    const rows = distanceRows(known, k, threshold);
    return crossFittedYes(rows, alwaysOnIds, random);
  });
  const predicted = known.map((_, i) => {
    let reached = 0;
    for (const [k, column] of atMost.entries()) {
      reached = Math.max(reached, column[i] ?? 0);
      if (reached >= 0.5) return k;
    }
    return null;
  });
  return counted('dp', known, known.map((state) => distanceOf(state, threshold) ?? null), predicted, null);
}

const atHalf = (p: number | null) => (p === null ? null : p >= 0.5 ? 1 : 0);

/** @param rows in the order of `truth`: rows of one request are no independent ones */
function counted<T>(part: PartAccuracy['part'], rows: readonly { readonly problem: string }[], truth: readonly T[], said: readonly (T | null)[], meanMs: number | null): readonly PartAccuracy[] {
  const of = truth.length;
  if (of === 0) return [];
  const right = truth.filter((value, i) => said[i] === value).length;
  const [low, high] = intervalByRequest(rows.map(({ problem }, i) => ({ problem, isRight: said[i] === truth[i] })));
  const commonest = Math.max(...[...Map.groupBy(truth, (value) => value).values()].map((same) => same.length));
  return [{ part, right, of, low, high, majority: commonest / of, meanMs }];
}
