import type { TokenStat } from '../../agent/model.ts';
import type { Candidate } from '../policy.ts';

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
export function wholeNumber(tokens: readonly TokenStat[], at: number): string {
  const isPart = (index: number) => /^\s*[\d.,]+$/.test(tokens[index]?.text ?? '') || index === at;
  let [from, to] = [at, at];
  while (from > 0 && !/^\s/.test(tokens[from]?.text ?? '') && isPart(from - 1)) from -= 1;
  while (to + 1 < tokens.length && !/^\s/.test(tokens[to + 1]?.text ?? '') && isPart(to + 1)) to += 1;
  return /\d[\d.,]*/.exec(tokens.slice(from, to + 1).map((token) => token.text).join(''))?.[0].replace(/[.,]$/, '') ?? '';
}
