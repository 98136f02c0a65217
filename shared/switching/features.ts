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
  /** The whole number around the token of the lowest log-probability, as written. */
  readonly doubtfulNumber: string | null;
  readonly meanEntropy: number;
}

/** Position-free on purpose: a chain's length is not known while it is written. Formulas: `guides` methods, group A. */
export function logProbFeatures(candidate: Pick<Candidate, 'tokens' | 'text'>): LogProbFeatures | null {
  const body = bodyTokens(candidate);
  const measured = body.filter((token): token is TokenStat & { readonly logProb: number } => token.logProb !== null && !token.injected);
  if (measured.length === 0) return null;
  const logs = measured.map((token) => token.logProb);
  const sorted = logs.toSorted((a, b) => a - b);
  const numbers = measured.filter((token) => token.isNumber);
  const doubtful = numbers.toSorted((a, b) => a.logProb - b.logProb)[0];
  const doubtfulAt = doubtful === undefined ? -1 : body.indexOf(doubtful);
  return {
    mean: mean(logs), lowest: sorted[0] ?? 0, lowestThree: mean(sorted.slice(0, 3)),
    numbersMean: numbers.length > 0 ? mean(numbers.map((token) => token.logProb)) : null,
    numbersLowest: doubtful?.logProb ?? null, doubtfulNumber: doubtfulAt < 0 ? null : wholeNumber(body, doubtfulAt),
    meanEntropy: mean(measured.map((token) => token.entropy ?? 0)),
  };
}

/** The tokens of the step itself: a label such as "Step 3:" says nothing about it, and its number least of all. */
export function bodyTokens(candidate: Pick<Candidate, 'tokens' | 'text'>): readonly TokenStat[] {
  const raw = candidate.tokens.map((token) => token.text).join('');
  const from = raw.indexOf(candidate.text.slice(0, 24));
  if (from <= 0) return candidate.tokens;
  let end = 0;
  const first = candidate.tokens.findIndex((token) => {
    end += token.text.length;
    return end > from;
  });
  return first < 0 ? candidate.tokens : candidate.tokens.slice(first);
}

/** Models write a number in several tokens; a person reads it as one. */
function wholeNumber(tokens: readonly TokenStat[], at: number): string {
  const isPart = (index: number) => /^\s*[\d.,]+$/.test(tokens[index]?.text ?? '') || index === at;
  let [from, to] = [at, at];
  while (from > 0 && !/^\s/.test(tokens[from]?.text ?? '') && isPart(from - 1)) from -= 1;
  while (to + 1 < tokens.length && !/^\s/.test(tokens[to + 1]?.text ?? '') && isPart(to + 1)) to += 1;
  return /\d[\d.,]*/.exec(tokens.slice(from, to + 1).map((token) => token.text).join(''))?.[0].replace(/[.,]$/, '') ?? '';
}

export function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}
