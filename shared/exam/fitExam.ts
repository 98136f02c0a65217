import { auroc, brierSkill, debiasedEce, logLoss, reliability, wilson, type Predicted } from '../learn/metrics.ts';
import { bootstrap } from '../learn/resample.ts';
import { alwaysOnIds, byGroup, crossFitted, type HeldOut } from '../switching/gate/crossFit.ts';
import { fitGate, type ExaminedStep, type FittedGate } from '../switching/gate/fitHead.ts';
import { onDemand } from '../switching/features/index.ts';
import { isFor, type GateFile, type GateKey } from '../switching/gate/gateFile.ts';
import { crossShrunk, priorLabelsOfOther, shrinkToPrior } from '../switching/gate/shrinkToPrior.ts';
import type { Head, Provenance } from '../switching/gate/head.ts';
import { seededRandom } from '../switching/random.ts';
import type { ExamChain } from './chain.ts';
import { damageTrials, examinedSteps, expertAloneTrials, repairTrials, rescueTrials, type Trials } from './examinedSteps.ts';
import { fitKind, isCalibrated } from './fitKind.ts';
import { secondRound } from './secondRound.ts';
import { assumedRates, payingRates } from '../learn/curves/assumedRates.ts';
import { predictCurve, recommendDial } from '../learn/curves/predictedCurve.ts';
import { predictedChains } from './predictedChains.ts';

export interface FitMeta {
  readonly key: GateKey;
  readonly modelName: string;
  readonly data: string;
  readonly examiner: string;
  readonly seed: number;
  readonly command: string;
  /** ISO date. */
  readonly date: string;
  /** Mean price of one step of the expert; null: not known. */
  readonly usdPerStep: number | null;
  /** Bootstrap draws. */
  readonly draws: number;
  /** The head that came with the program for this model, else for the nearest one: what few labels are shrunk to. */
  readonly prior: Head | null;
}

/**
 * Fits the gate of one model on examined chains. What is reported comes from cross-fitting: each problem's
 * probabilities are those of a gate (weights, λ and calibration) that never saw it; the gate that is kept is fitted on all.
 */
export function fitExam(chains: readonly ExamChain[], meta: FitMeta): GateFile {
  const steps = examinedSteps(chains);
  const random = seededRandom(meta.seed, 0xf17);
  const { kind, rarer } = fitKind(steps, meta.prior !== null);
  const prior = meta.prior && kind !== 'weights' ? { ...meta.prior, lambda: meta.prior.provenance.lambda } : null;
  const isOwnPrior = prior !== null && isFor(prior, meta.key);
  const worth = isOwnPrior ? undefined : priorLabelsOfOther;
  const held = prior ? crossShrunk(prior, steps, seededRandom(meta.seed, 0xc205), worth) : crossFitted(steps, seededRandom(meta.seed, 0xc205));
  const gate = prior ? shrinkToPrior(prior, steps, worth) : fitGate(steps, alwaysOnIds, random);
  const groups = byGroup(held);
  const wrong = steps.filter((step) => step.wrong === 1).length;
  const hasBoth = wrong > 0 && wrong < steps.length;
  const area = hasBoth ? bootstrap(groups, auroc, random, meta.draws) : null;
  const calibration = steps.length === 0 ? null : debiasedEce(held, random);
  const skill = hasBoth ? brierSkill(held) : null;
  const data = prior ? `${meta.data}, shrunk to ${isOwnPrior ? 'the shipped head' : `the shipped head of ${prior.provenance.modelName}`}` : meta.data;
  const head = headOf(gate, { ...meta, data }, {
    problems: groups.length, steps: steps.length, wrong,
    heldOut: { problems: groups.length, steps: steps.length, auroc: area?.value ?? 0.5, debiasedEce: calibration?.debiased ?? 0, brierSkill: skill ?? 0 },
  });
  const repairs = interval(repairTrials(chains));
  const rescues = interval(rescueTrials(chains));
  const damages = interval(damageTrials(chains));
  // In the order of `examinedSteps`.
  const said = new Map(chains.flatMap((chain) => chain.steps).filter((step) => step.wrong !== null).map((step, i) => [step, held[i]?.p ?? 0.5]));
  const predicted = predictedChains(chains, (step) => said.get(step) ?? 0.5);
  const curve = predictCurve({ chains: predicted, ...assumedRates({ repairs, damages }), usdPerStep: meta.usdPerStep }, random, meta.draws);
  // Last, with its own randomness: what was published before has no such part.
  const second = secondRound(chains, seededRandom(meta.seed, 0x2d), meta.draws);
  return {
    version: 1, head, further: furtherHeads(steps, held, meta),
    fit: { kind, rarer, priorOf: prior?.provenance.modelName ?? null, isOwnPrior, isCalibrated: isCalibrated({ kind, rarer, labels: steps.length, isOwnPrior }) },
    measured: {
      data, examiner: meta.examiner, date: meta.date, problems: predicted.length, steps: steps.length, wrong,
      auroc: area, debiasedEce: calibration?.debiased ?? null, brierSkill: skill, reliability: reliability(held),
      curve, repairs, rescues, damages, expertAlone: interval(expertAloneTrials(chains)), ...expertOf(chains), ...(second ? { secondRound: second } : {}),
      // What pays cannot be said where nobody tried what asking brings.
      recommended: curve.length === 0 || repairs === null ? null : recommendDial(curve, { ...payingRates({ repairs, rescues, damages }), usdPerStep: meta.usdPerStep, valueOfRightUsd: null }),
    },
  };
}

const groupsOnDemand = [['judge'], ['agreement'], ['judge', 'agreement']] as const;

/**
 * One calibrated head per set of features at hand. A set that costs the model's time is kept only if it beats the
 * cheap head's cross-validated log-loss on the steps where it was measured.
 */
function furtherHeads(steps: readonly ExaminedStep[], held: readonly Predicted[], meta: FitMeta): readonly Head[] {
  return groupsOnDemand.flatMap((groups) => {
    const ids = onDemand.filter((feature) => groups.some((group) => group === feature.group)).map((feature) => feature.id);
    const wasAsked = (step: ExaminedStep) => groups.every((group) => onDemand.some((feature) => feature.group === group && typeof step.values[feature.id] === 'number'));
    const measured = steps.flatMap((step, i) => (wasAsked(step) ? [{ step, cheap: held[i] }] : []));
    if (measured.length < fewestProbed) return [];
    const own = measured.map(({ step }) => step);
    const dear = crossFitted(own, seededRandom(meta.seed, 0xdea), [...alwaysOnIds, ...ids]);
    const cheap = measured.flatMap((one) => one.cheap ?? []);
    if (!isBetter(dear, cheap)) return [];
    const gate = fitGate(own, [...alwaysOnIds, ...ids], seededRandom(meta.seed, 0xdea1));
    const counts = { problems: byGroup(dear).length, steps: own.length, wrong: own.filter((step) => step.wrong === 1).length };
    const calibration = debiasedEce(dear, seededRandom(meta.seed, 0xdea2));
    return [headOf(gate, meta, { ...counts, heldOut: { problems: counts.problems, steps: counts.steps, auroc: auroc(dear), debiasedEce: calibration.debiased, brierSkill: brierSkill(dear) } })];
  });
}
const fewestProbed = 100;

/** By more than one standard error of the difference in log-loss, problem by problem: less is luck. */
function isBetter(dear: readonly HeldOut[], cheap: readonly Predicted[]): boolean {
  const gains = [...Map.groupBy(dear.map((row, i) => ({ row, other: cheap[i] ?? row })), ({ row }) => row.group).values()]
    .map((rows) => rows.reduce((sum, { row, other }) => sum + logLoss([other]) - logLoss([row]), 0));
  const mean = gains.reduce((sum, gain) => sum + gain, 0) / gains.length;
  const variance = gains.reduce((sum, gain) => sum + (gain - mean) ** 2, 0) / Math.max(1, gains.length - 1);
  return mean > Math.sqrt(variance / gains.length);
}

export function headOf(gate: FittedGate, meta: FitMeta, counts: Pick<Provenance, 'problems' | 'steps' | 'wrong' | 'heldOut'>): Head {
  const { columns, model, calibration, lambda } = gate;
  return {
    version: 1, columns, model, calibration,
    provenance: { ...meta.key, modelName: meta.modelName, data: meta.data, examiner: meta.examiner, seed: meta.seed, lambda, command: meta.command, date: meta.date, ...counts },
  };
}

/** Who took part; of several the last. Nothing where the chains do not say. */
function expertOf(chains: readonly ExamChain[]): Pick<GateFile['measured'], 'expert'> {
  const expert = chains.findLast((chain) => chain.expert)?.expert ?? chains.findLast((chain) => chain.expert !== undefined)?.expert;
  return expert === undefined ? {} : { expert };
}

function interval({ hits, n }: Trials): { readonly value: number; readonly low: number; readonly high: number; readonly n: number } | null {
  if (n === 0) return null;
  const [low, high] = wilson(hits, n);
  return { value: hits / n, low, high, n };
}
