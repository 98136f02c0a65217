import { alwaysOnIds } from '../../switching/gate/crossFit.ts';
import type { HeraFile, PartAccuracy } from '../heraFile.ts';
import { horizon, predictedDistance } from '../parts/difficultyPredictor.ts';
import { pAlike, requestFeatureIds } from '../parts/requestClassifier.ts';
import { likeness } from '../parts/subtaskSimilarity.ts';
import type { LabelledTree } from './fitHera.ts';
import { crossFittedYes, distanceRows, likenessRows, requestRows, type YesRow } from './heads.ts';
import { intervalByRequest, shareRight } from './intervalByRequest.ts';
import { distanceOf, weightOf, type LabelledState } from './labels.ts';

/** A prediction of the expert's subtask by SP_llm, made without the request's own transitions, and how alike it is to what the expert wrote. */
export interface CheckedPrediction { readonly problem: string; readonly similar: number; readonly ms: number }

/** One thing that a part said, beside what was so. `weight`: see `weightOf`. */
interface Said { readonly problem: string; readonly said: number | null; readonly truth: number | null; readonly weight?: number }

/** Accuracy of each part on requests that its heads never saw (five folds by request). */
export function partAccuracies(trees: readonly LabelledTree[], predictions: readonly CheckedPrediction[], threshold: number, random: () => number): readonly PartAccuracy[] {
  const states = trees.flatMap((tree) => tree.states);
  const crossFitted = (rows: readonly YesRow[], features: readonly string[]) => {
    const p = crossFittedYes(rows, features, random);
    return rows.flatMap(({ problem, yes }, i) => atHalf(problem, p[i] ?? null, yes));
  };
  return [
    ...counted('urc', crossFitted(requestRows(trees), requestFeatureIds), null),
    ...counted('likeness', crossFitted(likenessRows(states, threshold), alwaysOnIds), null),
    ...foretold(predictions, threshold),
    ...counted('dp', distances(states, threshold, random), null),
  ];
}

/** The same parts of a fitted profile on requests of another domain: the paper's "transfer". Nothing is fitted. */
export function transferAccuracies(file: HeraFile, trees: readonly LabelledTree[], predictions: readonly CheckedPrediction[], threshold: number): readonly PartAccuracy[] {
  const states = trees.flatMap((tree) => tree.states);
  const at = (state: LabelledState) => ({ question: state.question, steps: state.above, position: state.position });
  return [
    ...counted('urc', trees.flatMap(({ question, request: { problem, vector, similar } }) => atHalf(problem, pAlike(file, question, Float32Array.from(vector)), similar)), null),
    ...counted('likeness', states.flatMap((state) => atHalf(state.problem, likeness(file, at(state), state.local), distanceOf(state, threshold) === 0 ? 1 : 0)), null),
    ...foretold(predictions, threshold),
    ...(file.distance.length === 0 ? [] : counted('dp', told(states, threshold).map((state) => ({ ...truthOf(state, threshold), said: predictedDistance(file, at(state), state.local) })), null)),
  ];
}

function foretold(predictions: readonly CheckedPrediction[], threshold: number): readonly PartAccuracy[] {
  return counted('spLlm', predictions.map(({ problem, similar }) => ({ problem, said: similar >= threshold ? 1 : 0, truth: 1 })), meanOf(predictions));
}

const meanOf = (predictions: readonly CheckedPrediction[]) => (predictions.length === 0 ? null : predictions.reduce((sum, { ms }) => sum + ms, 0) / predictions.length);

const told = (states: readonly LabelledState[], threshold: number) => states.filter((state) => distanceOf(state, threshold) !== undefined);
const truthOf = (state: LabelledState, threshold: number) => ({ problem: state.problem, truth: distanceOf(state, threshold) ?? null, weight: weightOf(state, horizon, threshold) });

/** The distance class, `never` included; where a head could not be fitted nothing was said. */
function distances(states: readonly LabelledState[], threshold: number, random: () => number): readonly Said[] {
  const known = told(states, threshold);
  const atMost = Array.from({ length: horizon + 1 }, (_, k) => crossFittedYes(distanceRows(known, k, threshold), alwaysOnIds, random));
  return known.flatMap((state, i) => {
    const columns = atMost.map((column) => column[i] ?? null);
    if (columns.includes(null)) return [];
    const reached = columns.findIndex((p) => p !== null && p >= 0.5);
    return [{ ...truthOf(state, threshold), said: reached >= 0 ? reached : null }];
  });
}

/** A head that could not be fitted says nothing, which is neither right nor wrong. */
const atHalf = (problem: string, p: number | null, truth: number): readonly Said[] => (p === null ? [] : [{ problem, said: p >= 0.5 ? 1 : 0, truth }]);

/** Beside always saying the commonest class; rows of one request are no independent ones. */
function counted(part: PartAccuracy['part'], rows: readonly Said[], meanMs: number | null): readonly PartAccuracy[] {
  const of = rows.length;
  if (of === 0) return [];
  const judged = rows.map((row) => ({ ...row, isRight: row.said === row.truth }));
  const [low, high] = intervalByRequest(judged);
  const classes = new Set(rows.map(({ truth }) => truth));
  const majority = Math.max(...[...classes].map((one) => shareRight(rows.map((row) => ({ ...row, isRight: row.truth === one })))));
  return [{ part, right: Math.round(of * shareRight(judged)), of, low, high, majority, meanMs }];
}
