import type { Predicted } from '../../learn/metrics.ts';
import { groupedFolds } from '../../learn/resample.ts';
import { alwaysOn } from '../features/index.ts';
import { fitGate, probabilityWrong, type ExaminedStep } from './fitHead.ts';

const folds = 5;
export const alwaysOnIds: readonly string[] = alwaysOn.map((feature) => feature.id);

export type HeldOut = Predicted & { readonly group: string };

/** Probabilities of a gate (weights, λ and calibration) that never saw the step's problem, in the order of the steps. */
export function crossFitted(steps: readonly ExaminedStep[], random: () => number, features: readonly string[] = alwaysOnIds): readonly HeldOut[] {
  const foldOf = groupedFolds(steps.map((step) => step.problem), folds, random);
  const gates = Array.from({ length: folds }, (_, fold) => fitGate(steps.filter((step) => foldOf.get(step.problem) !== fold), features, random));
  return steps.map((step) => {
    const gate = gates[foldOf.get(step.problem) ?? 0];
    return { p: gate ? probabilityWrong(gate, step.values) : 0.5, y: step.wrong, group: step.problem };
  });
}

/** Rows by problem, for the bootstrap. */
export function byGroup<T extends { readonly group: string }>(rows: readonly T[]): readonly (readonly T[])[] {
  return [...Map.groupBy(rows, (row) => row.group).values()];
}
