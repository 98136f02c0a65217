import type { CurvePoint } from '../../contract/gate.ts';
import { bootstrap } from '../resample.ts';

/** An examined chain: what the gate says of each of its steps, and what was true. */
export interface PredictedChain { readonly problem: string; readonly steps: readonly { readonly pWrong: number; readonly wrong: 0 | 1 }[] }
export interface PredictionInput {
  readonly chains: readonly PredictedChain[];
  /** P(right after asking | wrong before), of one step. */
  readonly r: number;
  /** P(wrong after asking | right before), of a whole answer. */
  readonly d: number;
  readonly usdPerStep: number | null;
}

const grid = Array.from({ length: 21 }, (_, i) => i / 20);

/**
 * What is to be expected at each p, from examined chains alone. A chain ends right if each of its wrong steps was
 * asked and repaired (r each), and if asking for right steps did no damage: that is d once, however many were asked,
 * because a problem that the expert would lose is lost at its first question. An estimate: it takes repairs as independent
 * and lets no later step mend an earlier one, so with a good expert it says too little.
 */
export function predictCurve({ chains, r, d, usdPerStep }: PredictionInput, random: () => number, draws = 1000): readonly CurvePoint[] {
  if (chains.length === 0) return [];
  return grid.map((p): CurvePoint => {
    const asks = (pWrong: number) => p <= 0 || (p < 1 && pWrong > p);
    const rows = chains.map(({ steps }) => [{
      asked: steps.filter((step) => asks(step.pWrong)).length, steps: steps.length,
      right: steps.reduce((product, step) => product * (step.wrong === 0 ? 1 : asks(step.pWrong) ? r : 0), 1) * (steps.some((step) => step.wrong === 0 && asks(step.pWrong)) ? 1 - d : 1),
    }]);
    const shareOf = (own: readonly (typeof rows)[number][number][]) => sum(own, (row) => row.asked) / Math.max(1, sum(own, (row) => row.steps));
    return {
      p, share: bootstrap(rows, shareOf, random, draws), accuracy: bootstrap(rows, (own) => sum(own, (row) => row.right) / Math.max(1, own.length), random, draws),
      usdPerQuestion: usdPerStep === null ? null : (usdPerStep * sum(rows.flat(), (row) => row.asked)) / chains.length,
    };
  });
}

export interface Economics { readonly r: number; readonly d: number; readonly usdPerStep: number | null; readonly valueOfRightUsd: number | null }

/** The p that pays: (d + c/V) / (r + d) (`guides`: methods, Cost); without a price, where most of the gain is had with the fewest questions. */
export function recommendDial(curve: readonly CurvePoint[], { r, d, usdPerStep, valueOfRightUsd }: Economics): { readonly p: number; readonly words: string } | null {
  if (curve.length === 0 || r + d <= 0) return null;
  if (usdPerStep !== null && valueOfRightUsd !== null && valueOfRightUsd > 0) {
    const p = Math.min(1, Math.max(0, (d + usdPerStep / valueOfRightUsd) / (r + d)));
    return { p, words: `At a value of $${valueOfRightUsd} for a right answer, asking pays above a chance of an error of ${Math.round(p * 100)} %.` };
  }
  const alone = curve.at(-1)?.accuracy.value ?? 0;
  const best = Math.max(...curve.map((point) => point.accuracy.value));
  const enough = curve.findLast((point) => point.accuracy.value >= alone + 0.9 * (best - alone));
  if (!enough || best <= alone) return { p: 1, words: 'On these problems asking is not expected to bring more right answers.' };
  return { p: enough.p, words: `At p = ${enough.p.toFixed(2)} nine tenths of the expected gain are had with ${Math.round(enough.share.value * 100)} % of the steps asked.` };
}

const sum = <T>(rows: readonly T[], of: (row: T) => number): number => rows.reduce((total, row) => total + of(row), 0);
