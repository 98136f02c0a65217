import type { Feature } from './feature.ts';
import { meanOrNull, measuredTokens } from './measuredTokens.ts';

// Entropy H = −Σ p·log p and margin p₁ − p₂ over the top 40. (Entropy of a step's tokens: UCCI, arXiv 2605.18796, uses
// the margin; GlimpRouter, arXiv 2601.05110, the first token's entropy.)

const entropies = (candidate: Parameters<Feature['compute']>[1]) => measuredTokens(candidate).map((token) => token.entropy).filter((entropy) => entropy !== null);

export const meanEntropy: Feature = {
  id: 'meanEntropy', group: 'entropy',
  compute: (_context, candidate) => meanOrNull(entropies(candidate)),
  words: (value) => `mean entropy ${value.toFixed(2)} nats`,
};

export const highestEntropy: Feature = {
  id: 'highestEntropy', group: 'entropy',
  compute: (_context, candidate) => {
    const all = entropies(candidate);
    return all.length === 0 ? null : Math.max(...all);
  },
  words: (value) => `highest entropy ${value.toFixed(2)} nats`,
};

export const firstEntropy: Feature = {
  id: 'firstEntropy', group: 'entropy',
  compute: (_context, candidate) => entropies(candidate)[0] ?? null,
  words: (value) => `entropy of the first word ${value.toFixed(2)} nats`,
};

export const meanMargin: Feature = {
  id: 'meanMargin', group: 'entropy',
  compute: (_context, candidate) => meanOrNull(measuredTokens(candidate).map((token) => token.margin).filter((margin) => margin !== null)),
  words: (value) => `its words lead the second choice by ${value.toFixed(2)} on average`,
};
