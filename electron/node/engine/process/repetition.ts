/** Fewer tokens than this may be a figure ("000000") or a rhyme. */
const shortest = 24;
const longestPeriod = 80;

/**
 * Notices that a model goes in circles: the last tokens are one passage three times over (and 24 tokens at least), or
 * one line has come for the third time.
 */
export function goesInCircles(tokens: readonly number[], text: string): boolean {
  for (let period = 1; period <= Math.min(longestPeriod, Math.floor(tokens.length / 3)); period += 1) {
    if (repeatsWith(tokens, period, Math.max(shortest, period * 3))) return true;
  }
  return text.endsWith('\n') && lastLineComesOften(text);
}

function repeatsWith(tokens: readonly number[], period: number, length: number): boolean {
  if (tokens.length < length) return false;
  for (let i = tokens.length - 1; i >= tokens.length - length + period; i -= 1) {
    if (tokens[i] !== tokens[i - period]) return false;
  }
  return true;
}

function lastLineComesOften(text: string): boolean {
  const lines = text.trimEnd().split('\n').map((line) => line.trim());
  const last = lines.at(-1) ?? '';
  return last.length >= 12 && lines.filter((line) => line === last).length >= 3;
}
