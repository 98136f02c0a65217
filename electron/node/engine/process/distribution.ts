import type { Token } from 'node-llama-cpp';

/**
 * What the model thinks comes next: its 40 most probable tokens, most probable first, renormalised over these 40
 * at temperature 1. That is what llama.cpp's sampler computes anyway, so it costs nothing.
 */
export interface Distribution {
  readonly tokens: readonly Token[];
  readonly probabilities: readonly number[];
}

export const topTokens = 40;
/** Sampler settings under which the reported probabilities are the distribution described above. */
export const distributionSampling = { temperature: 1, topK: topTokens, topP: 1, minP: 0 } as const;

export function distributionOf(probabilities: ReadonlyMap<Token, number>): Distribution {
  return { tokens: [...probabilities.keys()], probabilities: [...probabilities.values()] };
}

export function probabilityOf(distribution: Distribution, token: Token): number {
  const at = distribution.tokens.indexOf(token);
  return at < 0 ? 0 : (distribution.probabilities[at] ?? 0);
}

/** Shannon entropy in nats. */
export function entropyOf({ probabilities }: Distribution): number {
  let entropy = 0;
  for (const p of probabilities) if (p > 0) entropy -= p * Math.log(p);
  return entropy;
}

/** First minus second probability. */
export function marginOf({ probabilities }: Distribution): number {
  return (probabilities[0] ?? 0) - (probabilities[1] ?? 0);
}

export interface Sampling {
  /** 0: always the most probable token. */
  readonly temperature: number;
  readonly topK?: number | undefined;
  readonly topP?: number | undefined;
  readonly random: () => number;
}

/**
 * Chooses the next token.
 * @param allowed tokens for which this is false are passed over, unless none is left
 */
export function chooseToken(distribution: Distribution, sampling: Sampling, allowed: (token: Token) => boolean = () => true): Token | null {
  const candidates = distribution.tokens
    .map((token, index) => ({ token, p: distribution.probabilities[index] ?? 0 }))
    .filter(({ token }) => allowed(token));
  const first = candidates[0];
  if (!first) return distribution.tokens[0] ?? null;
  if (sampling.temperature === 0) return first.token;
  const kept = nucleus(candidates.slice(0, sampling.topK ?? topTokens).map(({ token, p }) => ({ token, weight: (p / first.p) ** (1 / sampling.temperature) })), sampling.topP ?? 1);
  const total = kept.reduce((sum, { weight }) => sum + weight, 0);
  let left = sampling.random() * total;
  for (const { token, weight } of kept) {
    left -= weight;
    if (left < 0) return token;
  }
  return first.token;
}

interface Weighted { readonly token: Token; readonly weight: number }

/** The fewest most probable tokens that hold `topP` of the mass. */
function nucleus(candidates: readonly Weighted[], topP: number): readonly Weighted[] {
  if (topP >= 1) return candidates;
  const enough = topP * candidates.reduce((sum, { weight }) => sum + weight, 0);
  let mass = 0;
  const kept: Weighted[] = [];
  for (const candidate of candidates) {
    kept.push(candidate);
    mass += candidate.weight;
    if (mass >= enough) break;
  }
  return kept;
}
