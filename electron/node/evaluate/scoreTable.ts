import { auprc, auroc, reliability, type Predicted } from '../../../shared/learn/metrics.ts';
import { bootstrap } from '../../../shared/learn/resample.ts';
import { sigmoid, logisticScore } from '../../../shared/learn/logistic.ts';
import { alwaysOn, type FeatureValues } from '../../../shared/switching/features/index.ts';
import { alwaysOnIds, byGroup } from '../../../shared/switching/gate/crossFit.ts';
import { fitGate, probabilityWrong, toInput, type ExaminedStep } from '../../../shared/switching/gate/fitHead.ts';
import { uncalibratedDoubt } from '../../../shared/switching/policies/uncalibrated.ts';
import { seededRandom } from '../../../shared/switching/random.ts';
import type { OwnStep } from './ownSteps.ts';
import { brierInterval, eceInterval, withinInterval } from './stepIntervals.ts';

/** How a step is scored, by name: the gate, its parts, and the raw baselines. */
export interface Scorer { readonly name: string; readonly isProbability: boolean; readonly score: (step: OwnStep) => number }

const raw = (name: string, value: (values: FeatureValues) => number | null): Scorer => ({ name, isProbability: false, score: (step) => value(step.values) ?? 0 });

/** Baselines that fit nothing. */
export const rawScorers: readonly Scorer[] = [
  raw('logProb', ({ meanLogProb }) => -(meanLogProb ?? 0)),
  raw('STEER-style (confidence at the first token)', ({ firstLogProb }) => -(firstLogProb ?? 0)),
  raw('GlimpRouter-style (entropy at the first token)', ({ firstEntropy }) => firstEntropy ?? 0),
  raw('lowest token', ({ lowestLogProb }) => -(lowestLogProb ?? 0)),
  raw('lowest number token', ({ numbersLowestLogProb }) => -(numbersLowestLogProb ?? 0)),
];

/**
 * All scorers on logged candidates: the gate as fitted, without its calibration, with each feature group alone and
 * without each, and baselines that fit nothing.
 * @param training examined steps of training rows; the steps to be scored must be of other problems
 */
export function scorers(training: readonly ExaminedStep[], seed: number): readonly Scorer[] {
  const groups = [...new Set(alwaysOn.map((feature) => feature.group))];
  const idsOf = (keep: (group: string) => boolean) => alwaysOn.filter((feature) => keep(feature.group)).map((feature) => feature.id);
  const fitted = (name: string, ids: readonly string[]): Scorer => {
    const gate = fitGate(training, ids, seededRandom(seed, 0xf17));
    return { name, isProbability: true, score: (step) => probabilityWrong(gate, step.values) };
  };
  const whole = fitGate(training, alwaysOnIds, seededRandom(seed, 0xf17));
  return [
    { name: 'adaswitch', isProbability: true, score: (step) => probabilityWrong(whole, step.values) },
    { name: 'adaswitch without calibration', isProbability: true, score: (step) => sigmoid(logisticScore(whole.model, toInput(whole.columns, step.values, whole.model.mean))) },
    ...groups.map((group) => fitted(`only ${group}`, idsOf((one) => one === group))),
    ...groups.map((group) => fitted(`without ${group}`, idsOf((one) => one !== group))),
    { name: 'first form (fixed weights)', isProbability: true, score: (step) => uncalibratedDoubt({ question: step.question, history: [], steps: [], shape: 'steps', position: 0, random: () => 0 }, step.candidate).value },
    ...rawScorers,
  ];
}

/** One row of the table: how well one scorer finds wrong steps, with intervals by problem. */
export function scoreRow(scorer: Scorer, steps: readonly OwnStep[], dataset: string, seed: number, draws: number) {
  const rows = steps.map((step): Predicted & { readonly group: string } => ({ p: scorer.score(step), y: step.wrong, group: step.problem }));
  const groups = byGroup(rows);
  const random = seededRandom(seed, 0x5c0);
  const calibration = scorer.isProbability ? eceInterval(groups, seededRandom(seed, 0xece), draws) : null;
  const skill = scorer.isProbability ? brierInterval(groups, seededRandom(seed, 0xb12), draws) : null;
  return {
    name: scorer.name, dataset, steps: rows.length, wrong: rows.filter((row) => row.y === 1).length,
    auroc: bootstrap(groups, auroc, random, draws), aurocWithin: withinOrNull(groups, random, draws), auprc: bootstrap(groups, auprc, random, draws),
    debiasedEce: calibration?.debiased.value ?? null, debiasedEceSpan: calibration?.debiased ?? null, perfectEce: calibration?.perfect ?? null,
    brierSkill: skill?.value ?? null, brierSkillSpan: skill, reliability: scorer.isProbability ? [...reliability(rows)] : [],
  };
}

function withinOrNull(groups: readonly (readonly Predicted[])[], random: () => number, draws: number) {
  const value = withinInterval(groups, random, draws);
  return Number.isFinite(value.value) ? value : null;
}
