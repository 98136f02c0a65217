import type { GateInfo } from '../contract/gate.ts';
import { auroc, debiasedEce, ece, type Predicted } from '../learn/metrics.ts';
import { bootstrap } from '../learn/resample.ts';
import type { ExamChain } from './chain.ts';

export type SecondRound = NonNullable<GateInfo['secondRound']>;

/** Thresholds that the problems of a second round take in turn: a gate meets prefixes that a perfect examiner never leaves. */
export const secondRoundThresholds = [0.1, 0.3, 0.5, 0.7] as const;

const mostDraws = 500;

/**
 * How the gate that ran a second round did in it: as in use, with its own mistakes in the prefixes. Nothing of it is
 * in-sample, because that gate was fitted before. Null without such a round.
 */
export function secondRound(chains: readonly ExamChain[], random: () => number, draws: number): SecondRound | null {
  const second = chains.filter((chain) => chain.round === 2);
  const rows = second.map((chain) => chain.steps.flatMap((step): Predicted[] => (step.wrong === null || step.pWrong === null ? [] : [{ p: step.pWrong, y: step.wrong }])));
  const steps = rows.flat();
  if (steps.length === 0) return null;
  const wrong = steps.filter((step) => step.y === 1).length;
  const used = Math.min(draws, mostDraws);
  const { debiased } = debiasedEce(steps, random);
  // Resampled errors are biased upwards, so only their spread is taken, around the debiased value.
  const resampled = Array.from({ length: used }, () => ece(rows.flatMap(() => rows[Math.floor(random() * rows.length)] ?? []))).filter(Number.isFinite);
  const mean = resampled.reduce((sum, value) => sum + value, 0) / Math.max(1, resampled.length);
  const half = 1.96 * Math.sqrt(resampled.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, resampled.length));
  return {
    problems: second.length, steps: steps.length, wrong, unjudged: second.reduce((sum, chain) => sum + chain.steps.length, 0) - steps.length,
    auroc: wrong > 0 && wrong < steps.length ? bootstrap(rows, auroc, random, used) : null,
    debiasedEce: { value: debiased, low: debiased - half, high: debiased + half },
  };
}

/** One sentence for the report. */
export function secondRoundWords({ problems, steps, unjudged, auroc: area, debiasedEce: error }: SecondRound): string {
  const points = (value: number) => (Math.round(value * 1000) / 10 || 0).toFixed(1).replace('-', '−');
  const order = area === null ? 'whether it orders steps rightly could not be seen (all of one kind)' : `AUROC ${area.value.toFixed(3)} (${area.low.toFixed(3)} to ${area.high.toFixed(3)})`;
  return `Second round, where the fitted gate decided as in use (${problems} problems, ${steps} steps judged, ${unjudged} behind a missed error or untold): ${order}; its percentages were off by ${points(error.value)} points beyond chance (${points(error.low)} to ${points(error.high)}).`;
}
