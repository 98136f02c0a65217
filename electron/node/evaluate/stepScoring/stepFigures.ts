import { auroc, type Predicted } from '../../../../shared/learn/metrics.ts';
import { bootstrap, groupedFolds } from '../../../../shared/learn/resample.ts';
import { processBenchF1, type Judged } from '../../../../shared/learn/scoring/firstWrongStep.ts';
import { byGroup } from '../../../../shared/switching/gate/crossFit.ts';
import { seededRandom } from '../../../../shared/switching/random.ts';
import { withinInterval } from '../stepIntervals.ts';
import type { ScoredRow } from './givenRow.ts';
import type { StepScorer } from './stepScorers.ts';

export interface Interval { readonly value: number; readonly low: number; readonly high: number }
export interface StepFigures {
  readonly scorer: string;
  readonly auroc: Interval; readonly aurocWithin: Interval;
  /** At thresholds chosen on the other half of the rows. */
  readonly f1: Interval; readonly erroneous: number; readonly correct: number; readonly thresholds: readonly number[];
}

/** The steps that have a label: up to and with the first wrong one, which alone is positive. */
export function labelledSteps(rows: readonly ScoredRow[], scorer: StepScorer): readonly (Predicted & { readonly group: string })[] {
  return rows.flatMap((row) => row.steps.slice(0, row.firstWrong < 0 ? row.steps.length : row.firstWrong + 1)
    .map((step, i) => ({ p: scorer.score(step.values), y: i === row.firstWrong ? 1 as const : 0 as const, group: row.id })));
}

interface ChainScores { readonly id: string; readonly gold: number; readonly scores: readonly number[] }

/** The first step whose score is above the threshold, as ProcessBench has a checker name it; −1 for none. */
export function firstAbove(scores: readonly number[], threshold: number): number {
  return scores.findIndex((score) => score > threshold);
}

/**
 * The threshold with the highest F1 on these rows; the lowest of equals. Every score is tried, and one below all.
 * Thinned to some two hundred where there are more: neighbours hardly differ.
 */
export function bestThreshold(chains: readonly ChainScores[]): number {
  const all = [...new Set(chains.flatMap((chain) => chain.scores))].toSorted((a, b) => a - b);
  const every = Math.max(1, Math.floor(all.length / 200));
  let best = { threshold: Number.POSITIVE_INFINITY, f1: -1 };
  for (const threshold of [Number.NEGATIVE_INFINITY, ...all.filter((_, i) => i % every === 0)]) {
    const { f1 } = processBenchF1(judged(chains, threshold));
    if (f1 > best.f1) best = { threshold, f1 };
  }
  return best.threshold;
}

function judged(chains: readonly ChainScores[], threshold: number): readonly Judged[] {
  return chains.map(({ gold, scores }) => ({ gold, predicted: firstAbove(scores, threshold) }));
}

/** All figures of one scorer on one data set; intervals by problem. */
export function stepFigures(rows: readonly ScoredRow[], scorer: StepScorer, seed: number, draws: number): StepFigures {
  const steps = byGroup(labelledSteps(rows, scorer));
  const random = seededRandom(seed, 0x57e9);
  const chains = rows.map((row): ChainScores => ({ id: row.id, gold: row.firstWrong, scores: row.steps.map((step) => scorer.score(step.values)) }));
  const half = groupedFolds(chains.map((chain) => chain.id), 2, seededRandom(seed, 0x4a1f));
  const part = (n: number) => chains.filter((chain) => half.get(chain.id) === n);
  // Each half is judged by the threshold that was best on the other.
  const thresholds = [bestThreshold(part(1)), bestThreshold(part(0))];
  const verdicts = [0, 1].flatMap((n) => judged(part(n), thresholds[n] ?? 0));
  const { erroneous, correct } = processBenchF1(verdicts);
  return {
    scorer: scorer.name, auroc: bootstrap(steps, auroc, random, draws), aurocWithin: withinInterval(steps.filter((group) => group.length > 1), random, draws),
    f1: bootstrap(verdicts.map((one) => [one]), (some) => processBenchF1(some).f1, random, draws), erroneous, correct, thresholds,
  };
}
