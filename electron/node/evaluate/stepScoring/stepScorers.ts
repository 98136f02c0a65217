import { alwaysOn, type FeatureValues } from '../../../../shared/switching/features/index.ts';
import { probabilityWrong, toInput, type ExaminedStep, type FittedGate } from '../../../../shared/switching/gate/fitHead.ts';
import type { Candidate } from '../../../../shared/switching/policy.ts';
import { rawScorers, scorers, type Scorer } from '../scoreTable.ts';

/** A score by name: higher means more likely wrong. */
export interface StepScorer { readonly name: string; readonly score: (values: FeatureValues) => number }

type Head = Pick<FittedGate, 'columns' | 'model' | 'calibration'>;

/**
 * The gate, what each of its feature groups adds to its logit, and baselines that fit nothing.
 * @param training where given: each feature group fitted alone and left out as well
 */
export function stepScorers(head: Head, training: readonly ExaminedStep[], seed: number): readonly StepScorer[] {
  const groups = [...new Set(alwaysOn.map((feature) => feature.group))];
  const fitted = training.length === 0 ? [] : scorers(training, seed).filter(({ name }) => /^(?:only|without) /.test(name)).map((one) => ofValues(one, ' (fitted anew)'));
  return [
    { name: 'gate', score: (values) => probabilityWrong(head, values) },
    ...rawScorers.map((one) => ofValues(one, '')),
    ...groups.map((group): StepScorer => ({ name: `${group}: its part of the gate`, score: (values) => partOf(head, group, values) })),
    ...fitted,
  ];
}

const none: Candidate = { text: '', reason: 'step', tokens: [], tools: [] };
function ofValues(scorer: Scorer, more: string): StepScorer {
  return { name: `${scorer.name}${more}`, score: (values) => scorer.score({ values, wrong: 0, problem: '', candidate: none, question: '', hasResult: true }) };
}

/** The share of the logit that comes from one group's columns. */
function partOf({ columns, model }: Head, group: string, values: FeatureValues): number {
  const ids = new Set(alwaysOn.filter((feature) => feature.group === group).map((feature) => feature.id));
  const input = toInput(columns, values, model.mean);
  return columns.reduce((sum, column, i) => (ids.has(column.feature) ? sum + ((input[i] ?? 0) - (model.mean[i] ?? 0)) / (model.scale[i] || 1) * (model.weights[i] ?? 0) : sum), 0);
}
