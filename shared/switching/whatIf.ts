import type { Writer } from '../agent/model.ts';
import { isUnpriced } from '../trace/stepPrice.ts';
import type { RunView, StepView } from '../trace/view.ts';
import { decide } from './decide.ts';

/**
 * Who would have written a step at another dial: known from its logged score, unknown from the first step on whose score
 * does not tell (parts of HERA that never ran could have kept it here) and behind the first one that would have been
 * decided otherwise (what would follow differs), or never measured (a policy that does not score).
 */
export type WhatIfStep = Writer | 'unknown' | 'notMeasured';

export interface WhatIf {
  readonly steps: readonly WhatIfStep[];
  /** Steps that the expert would have been asked for, as far as scores tell, the ones behind the first difference included. */
  readonly asked: number;
  readonly scored: number;
  /** US dollars; null where no step was asked whose price could be taken, and a usual one's is not known. */
  readonly usd: number | null;
  /** Some of the price is the mean of the steps that were really asked, or what a usual step costs. */
  readonly isEstimate: boolean;
  /** 0-based; null: nothing would differ. */
  readonly firstDifference: number | null;
  /** 0-based: the first step whose score does not tell at this dial; null: all do. */
  readonly firstUntold?: number | null;
}

/**
 * Replays the dial over a finished answer's logged scores; no model runs.
 * @param usualUsd what a step costs at the expert that is chosen now, for an answer in which none was paid
 */
export function whatIf(view: RunView, dial: number, usualUsd: number | null = null): WhatIf {
  const accepted = view.steps.filter((step) => step.state === 'accepted');
  const wishes = accepted.map((step) => wishOf(step, dial));
  const untold = accepted.findIndex((step) => isUntold(step, dial));
  const differs = accepted.findIndex((step, i) => wishes[i] !== null && (wishes[i] !== wishAt(step) || staysUntil(step, dial) !== staysUntil(step)));
  const firstDifference = untold >= 0 && untold < differs ? -1 : differs;
  const isUnknown = (i: number) => (firstDifference >= 0 && i > firstDifference) || (untold >= 0 && i >= untold);
  const steps = wishes.map((wish, i): WhatIfStep => (isUnknown(i) ? 'unknown' : wish === null ? 'notMeasured' : wish));
  const paid = accepted.filter((step) => step.by === 'expert');
  const mean = paid.length === 0 ? usualUsd : paid.some(isUnpriced) ? null : paid.reduce((sum, step) => sum + step.usd, 0) / paid.length;
  const prices = accepted.map((step, i) => (wishes[i] !== 'expert' ? 0 : step.by !== 'expert' ? mean : isUnpriced(step) ? null : step.usd));
  return {
    steps, asked: wishes.filter((wish) => wish === 'expert').length, scored: wishes.filter((wish) => wish !== null).length,
    usd: prices.reduce<number | null>((sum, price) => (sum === null || price === null ? null : sum + price), 0),
    isEstimate: accepted.some((step, i) => wishes[i] === 'expert' && step.by !== 'expert'), firstDifference: firstDifference < 0 ? null : firstDifference,
    firstUntold: untold < 0 || (firstDifference >= 0 && untold > firstDifference) ? null : untold,
  };
}

const deciding = (step: StepView) => step.scores.findLast((one) => one.stage === 'after') ?? step.scores.at(-1);

function wishOf(step: StepView, dial: number): Writer | null {
  const scored = deciding(step);
  if (!scored || scored.score.meaning === 'fixed' || isUntold(step, dial)) return null;
  return decide(scored.score, dial).writer;
}

/** The score is only an upper bound, and at this dial the parts that did not run would have had a say. */
function isUntold(step: StepView, dial: number): boolean {
  const scored = deciding(step);
  // At the dial's accurate end nothing has a say.
  return scored?.score.isUpperBound === true && dial > 0 && decide(scored.score, dial).writer === 'expert';
}

/** Up to which step the two models' predicted meeting keeps steps here unasked; null: no further than this one. */
function staysUntil(step: StepView, dial?: number): number | null {
  const scored = deciding(step);
  if (!scored) return null;
  const decision = decide(scored.score, dial ?? scored.threshold, step.index);
  return decision.writer === 'local' ? decision.localUntil ?? null : null;
}

/** What the dial said then, whether or not an expert was there to be asked. */
function wishAt(step: StepView): Writer {
  return deciding(step)?.decision === 'keep' ? 'local' : 'expert';
}
