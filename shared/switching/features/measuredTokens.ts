import type { TokenStat } from '../../agent/model.ts';
import type { Candidate } from '../policy.ts';
import { bodyTokens } from './bodyTokens.ts';

export interface MeasuredToken extends TokenStat { readonly logProb: number }

/** The tokens of the step itself that the model chose and whose probability was read. */
export function measuredTokens(candidate: Pick<Candidate, 'tokens' | 'text'>): readonly MeasuredToken[] {
  return bodyTokens(candidate).filter((token): token is MeasuredToken => token.logProb !== null && !token.injected);
}

export function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

export const meanOrNull = (values: readonly number[]): number | null => (values.length === 0 ? null : mean(values));
export const lowestOrNull = (values: readonly number[]): number | null => (values.length === 0 ? null : Math.min(...values));
