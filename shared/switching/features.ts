import type { TokenStat } from '../agent/model.ts';
import type { Candidate } from './policy.ts';

/** What the token statistics of one candidate say; null where nothing was measured. Natural logs. */
export interface LogProbFeatures {
  readonly mean: number;
  readonly lowest: number;
  /** Mean of the lowest three. */
  readonly lowestThree: number;
  readonly numbersMean: number | null;
  readonly numbersLowest: number | null;
  /** The number token of the lowest log-probability. */
  readonly doubtfulNumber: string | null;
  readonly meanEntropy: number;
}

/** Position-free on purpose: a chain's length is not known while it is written. Formulas: `guides` methods, group A. */
export function logProbFeatures(candidate: Pick<Candidate, 'tokens'>): LogProbFeatures | null {
  const measured = candidate.tokens.filter((token): token is TokenStat & { readonly logProb: number } => token.logProb !== null && !token.injected);
  if (measured.length === 0) return null;
  const logs = measured.map((token) => token.logProb);
  const sorted = logs.toSorted((a, b) => a - b);
  const numbers = measured.filter((token) => token.isNumber);
  const doubtful = numbers.toSorted((a, b) => a.logProb - b.logProb)[0];
  return {
    mean: mean(logs), lowest: sorted[0] ?? 0, lowestThree: mean(sorted.slice(0, 3)),
    numbersMean: numbers.length > 0 ? mean(numbers.map((token) => token.logProb)) : null,
    numbersLowest: doubtful?.logProb ?? null, doubtfulNumber: doubtful?.text.trim() ?? null,
    meanEntropy: mean(measured.map((token) => token.entropy ?? 0)),
  };
}

export function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}
