import { fitIsotonic, fitPlatt, calibrate, type Calibration } from '../../learn/calibration.ts';
import { fitLogistic, logisticScore, sigmoid, type Logistic } from '../../learn/logistic.ts';
import { logLoss, type Predicted } from '../../learn/metrics.ts';
import { groupedFolds } from '../../learn/resample.ts';
import type { FeatureValues } from '../features/index.ts';
import type { Column } from './head.ts';

/** One examined step: its features, whether it was wrong, and the problem it belongs to. */
export interface ExaminedStep { readonly values: FeatureValues; readonly wrong: 0 | 1; readonly problem: string; readonly weight?: number }

export interface FittedGate { readonly columns: readonly Column[]; readonly model: Logistic; readonly calibration: Calibration; readonly lambda: number }

const lambdas = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3] as const;

/** A column per feature, and one for its presence where it is sometimes absent. */
export function columnsFor(features: readonly string[], steps: readonly ExaminedStep[]): Column[] {
  return features.flatMap((feature): Column[] => {
    const present = steps.filter((step) => typeof step.values[feature] === 'number').length;
    if (present === 0) return [];
    const value: Column = { feature, kind: 'value' };
    return present === steps.length ? [value] : [value, { feature, kind: 'present' }];
  });
}

/** The regression's input; an absent value stands at `fill` (the mean), so that only its presence column speaks. */
export function toInput(columns: readonly Column[], values: FeatureValues, fill?: readonly number[]): number[] {
  return columns.map((column, i) => {
    const value = values[column.feature];
    if (column.kind === 'present') return typeof value === 'number' ? 1 : 0;
    return typeof value === 'number' ? value : (fill?.[i] ?? 0);
  });
}

/**
 * Fits weights and calibration on disjoint problems. λ is the one with the lowest cross-validated log-loss, folds
 * grouped by problem; three quarters of the problems give the weights, one quarter the calibration (Platt below 1,000
 * labels, isotonic above).
 * @param random seeded; decides folds and the split
 */
export function fitGate(steps: readonly ExaminedStep[], features: readonly string[], random: () => number): FittedGate {
  const quarter = groupedFolds(steps.map((step) => step.problem), 4, random);
  const training = steps.filter((step) => quarter.get(step.problem) !== 0);
  const held = steps.filter((step) => quarter.get(step.problem) === 0);
  const columns = columnsFor(features, training);
  const fill = means(columns, training);
  const { lambda } = bestOf(training, columns, fill, random);
  const model = fitLogistic(training.map((step) => row(step, columns, fill)), lambda);
  const scored = held.map((step) => scoredBy(model, step, columns, fill));
  // Without held-out problems the weights' own probability is all there is.
  const calibration = scored.length === 0 ? fitPlatt([]) : scored.length < 1000 ? fitPlatt(scored) : fitIsotonic(scored);
  return { columns, model, calibration, lambda };
}

/**
 * The same from all problems: the calibration is fitted on the scores that the five folds of the best λ gave the problems
 * they had not seen, the weights on all of them. Ours: of 100 profiled requests a quarter is too few to calibrate by, and
 * which quarter it is moved the share of steps asked by six points (here 0.4; docs/results/hera.md, "Each part").
 * @param random seeded; decides the folds
 */
export function fitCrossCalibrated(steps: readonly ExaminedStep[], features: readonly string[], random: () => number): FittedGate {
  const columns = columnsFor(features, steps);
  const fill = means(columns, steps);
  const { lambda, scored } = bestOf(steps, columns, fill, random);
  return { columns, model: fitLogistic(steps.map((step) => row(step, columns, fill)), lambda), calibration: fitPlatt(scored), lambda };
}

/** P(wrong), calibrated. */
export function probabilityWrong(gate: Pick<FittedGate, 'columns' | 'model' | 'calibration'>, values: FeatureValues): number {
  return calibrate(gate.calibration, logisticScore(gate.model, toInput(gate.columns, values, gate.model.mean)));
}

function row(step: ExaminedStep, columns: readonly Column[], fill: readonly number[]) {
  return { x: toInput(columns, step.values, fill), y: step.wrong, weight: step.weight ?? 1 };
}

function means(columns: readonly Column[], steps: readonly ExaminedStep[]): number[] {
  return columns.map((column) => {
    const values = steps.map((step) => step.values[column.feature]).filter((value) => typeof value === 'number');
    return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
  });
}

const folds = 5;

/** The λ with the lowest cross-validated log-loss, and each step's score by the weights that never saw its problem. */
function bestOf(steps: readonly ExaminedStep[], columns: readonly Column[], fill: readonly number[], random: () => number): { readonly lambda: number; readonly scored: readonly Scored[] } {
  const foldOf = groupedFolds(steps.map((step) => step.problem), folds, random);
  const tried = lambdas.map((lambda) => {
    const scored: Scored[] = [];
    for (let fold = 0; fold < folds; fold += 1) {
      const model = fitLogistic(steps.filter((step) => foldOf.get(step.problem) !== fold).map((step) => row(step, columns, fill)), lambda);
      for (const step of steps) if (foldOf.get(step.problem) === fold) scored.push(scoredBy(model, step, columns, fill));
    }
    const predicted = scored.map(({ score, y }): Predicted => ({ p: sigmoid(score), y }));
    return { lambda, scored, loss: predicted.length === 0 ? 0 : logLoss(predicted) };
  });
  return tried.toSorted((a, b) => a.loss - b.loss)[0] ?? { lambda: 0.1, scored: [] };
}

interface Scored { readonly score: number; readonly y: 0 | 1; readonly weight: number }

function scoredBy(model: Logistic, step: ExaminedStep, columns: readonly Column[], fill: readonly number[]): Scored {
  return { score: logisticScore(model, toInput(columns, step.values, fill)), y: step.wrong, weight: step.weight ?? 1 };
}
