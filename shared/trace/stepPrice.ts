import type { DiscardedCallView, RunView, StepView } from './view.ts';

/** A run's sum in words; `sum` is its known part. What nobody counts is not called nothing. */
export function sumWords({ totals: { usd }, steps }: Pick<RunView, 'totals' | 'steps'>, sum: string): string {
  const hasMore = steps.some((step) => isUnpriced(step) || (step.discardedCall !== null && isUnpricedCall(step.discardedCall)));
  if (!hasMore) return sum;
  return usd === 0 ? priceNotKnown : `${sum} and more whose price is not known`;
}

export const priceNotKnown = 'price not known';

/** A call that was sent beyond this device and came to nothing: no price is known there, for whatever has one costs something. */
export function isUnpriced({ by, usd, where, escalation }: Pick<StepView, 'by' | 'usd' | 'where' | 'escalation'>): boolean {
  return by === 'expert' && usd === 0 && escalation !== null && (where ?? escalation.where) === 'remote';
}

/** The same of a call that brought no step; one that was refused at the door really cost nothing. */
export function isUnpricedCall({ usd, where, usage }: Pick<DiscardedCallView, 'usd' | 'where'> & { readonly usage: Pick<DiscardedCallView['usage'], 'inputTokens'> }): boolean {
  return usd === 0 && where === 'remote' && usage.inputTokens > 0;
}
