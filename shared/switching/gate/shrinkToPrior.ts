import { calibrate, type Calibration } from '../../learn/calibration.ts';
import { fitLogistic, logisticScore, logit, type Labelled } from '../../learn/logistic.ts';
import { groupedFolds } from '../../learn/resample.ts';
import type { HeldOut } from './crossFit.ts';
import { probabilityWrong, toInput, type ExaminedStep, type FittedGate } from './fitHead.ts';

const folds = 5;
/** Labels that the prior's slope and level are worth: a head of this very model, or of the nearest one that has any. */
const priorLabels = 20;
export const priorLabelsOfOther = 8;

/**
 * With few labels of one's own the shipped head keeps its weights; only level and slope of its log-odds are fitted, and
 * pulled to "as it is": the prior counts as `worth` labels. With one kind of label only nothing can be fitted and
 * the prior stays.
 */
export function shrinkToPrior(prior: FittedGate, steps: readonly ExaminedStep[], worth = priorLabels): FittedGate {
  const wrong = steps.filter((step) => step.wrong === 1).length;
  if (wrong === 0 || wrong === steps.length) return prior;
  const rows = steps.map((step): Labelled => ({ x: [oddsOf(prior, step)], y: step.wrong, weight: step.weight ?? 1 }));
  // The prior itself as labels: for each step its own probability, together worth so many labels.
  const share = worth / steps.length;
  const soft = steps.flatMap((step): Labelled[] => {
    const p = probabilityWrong(prior, step.values);
    return [{ x: [oddsOf(prior, step)], y: 1, weight: share * p }, { x: [oddsOf(prior, step)], y: 0, weight: share * (1 - p) }];
  });
  const base = prior.calibration.kind === 'adjusted' ? prior.calibration.of : prior.calibration;
  return { ...prior, calibration: { kind: 'adjusted', of: base, model: fitLogistic([...rows, ...soft], 1e-4) } };
}

/** The same for a report: no problem's probabilities have seen its own labels. */
export function crossShrunk(prior: FittedGate, steps: readonly ExaminedStep[], random: () => number, worth = priorLabels): readonly HeldOut[] {
  const foldOf = groupedFolds(steps.map((step) => step.problem), folds, random);
  const gates = Array.from({ length: folds }, (_, fold) => shrinkToPrior(prior, steps.filter((step) => foldOf.get(step.problem) !== fold), worth));
  return steps.map((step) => ({ p: probabilityWrong(gates[foldOf.get(step.problem) ?? 0] ?? prior, step.values), y: step.wrong, group: step.problem }));
}

function oddsOf(prior: FittedGate, step: ExaminedStep): number {
  const base: Calibration = prior.calibration.kind === 'adjusted' ? prior.calibration.of : prior.calibration;
  const p = calibrate(base, logisticScore(prior.model, toInput(prior.columns, step.values, prior.model.mean)));
  return logit(Math.min(1 - 1e-6, Math.max(1e-6, p)));
}
