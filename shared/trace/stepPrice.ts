import type { DiscardedCallView, StepView } from './view.ts';

/** A call that was sent beyond this device and came to nothing: no price is known there, for whatever has one costs something. */
export function isUnpriced({ by, usd, where, escalation }: Pick<StepView, 'by' | 'usd' | 'where' | 'escalation'>): boolean {
  return by === 'expert' && usd === 0 && escalation !== null && (where ?? escalation.where) === 'remote';
}

/** The same of a call that brought no step; one that was refused at the door really cost nothing. */
export function isUnpricedCall({ usd, where, usage }: Pick<DiscardedCallView, 'usd' | 'where' | 'usage'>): boolean {
  return usd === 0 && where === 'remote' && usage.inputTokens > 0;
}
