import type { Writer } from '../agent/model.ts';
import type { RunView, StepView } from '../trace/view.ts';
import { decide } from './decide.ts';

/**
 * Who would have written a step at another dial: known from its logged score, unknown behind the first step that would
 * have been decided otherwise (what would follow differs), or never measured (a policy that does not score).
 */
export type WhatIfStep = Writer | 'unknown' | 'notMeasured';

export interface WhatIf {
  readonly steps: readonly WhatIfStep[];
  /** Steps that the expert would have been asked for, as far as scores tell, the ones behind the first difference included. */
  readonly asked: number;
  readonly scored: number;
  /** US dollars; null where no step was asked whose price could be taken. */
  readonly usd: number | null;
  /** Some of the price is the mean of the steps that were really asked. */
  readonly isEstimate: boolean;
  /** 0-based; null: nothing would differ. */
  readonly firstDifference: number | null;
}

/** Replays the dial over a finished answer's logged scores; no model runs. */
export function whatIf(view: RunView, dial: number): WhatIf {
  const accepted = view.steps.filter((step) => step.state === 'accepted');
  const wishes = accepted.map((step) => wishOf(step, dial));
  const firstDifference = accepted.findIndex((step, i) => wishes[i] !== null && wishes[i] !== wishAt(step));
  const steps = wishes.map((wish, i): WhatIfStep => (wish === null ? 'notMeasured' : firstDifference >= 0 && i > firstDifference ? 'unknown' : wish));
  const paid = accepted.filter((step) => step.by === 'expert');
  const mean = paid.length === 0 ? null : paid.reduce((sum, step) => sum + step.usd, 0) / paid.length;
  const prices = accepted.map((step, i) => (wishes[i] !== 'expert' ? 0 : step.by === 'expert' ? step.usd : mean));
  return {
    steps, asked: wishes.filter((wish) => wish === 'expert').length, scored: wishes.filter((wish) => wish !== null).length,
    usd: prices.reduce<number | null>((sum, price) => (sum === null || price === null ? null : sum + price), 0),
    isEstimate: accepted.some((step, i) => wishes[i] === 'expert' && step.by !== 'expert'), firstDifference: firstDifference < 0 ? null : firstDifference,
  };
}

function wishOf(step: StepView, dial: number): Writer | null {
  const scored = step.scores.findLast((one) => one.stage === 'after') ?? step.scores.at(-1);
  if (!scored || scored.score.meaning === 'fixed') return null;
  const { writer } = decide(scored.score, dial);
  return writer === 'expert' && scored.score.isUpperBound === true ? null : writer;
}

/** What the dial said then, whether or not an expert was there to be asked. */
function wishAt(step: StepView): Writer {
  const scored = step.scores.findLast((one) => one.stage === 'after') ?? step.scores.at(-1);
  return scored?.decision === 'keep' ? 'local' : 'expert';
}
