import { asProbability, type Feature } from './feature.ts';
import { lowestOrNull, mean, meanOrNull, measuredTokens } from './measuredTokens.ts';

// Natural logs of the chosen tokens' probabilities within the top 40. Source: sequence log-likelihood and its minimum
// as uncertainty (Manakul et al. 2023, SelfCheckGPT, section 4; measured on steps in this project's step probe).

const logs = (candidate: Parameters<Feature['compute']>[1]) => measuredTokens(candidate).map((token) => token.logProb);

/** (1/n) Σ log pᵢ */
export const meanLogProb: Feature = {
  id: 'meanLogProb', group: 'logProbs',
  compute: (_context, candidate) => meanOrNull(logs(candidate)),
  words: (value) => `its words have a mean probability of ${asProbability(value)}`,
};

/** min log pᵢ */
export const lowestLogProb: Feature = {
  id: 'lowestLogProb', group: 'logProbs',
  compute: (_context, candidate) => lowestOrNull(logs(candidate)),
  words: (value) => `its least likely word has a probability of ${asProbability(value)}`,
};

/** Mean of the three lowest log pᵢ. */
export const lowestThreeLogProb: Feature = {
  id: 'lowestThreeLogProb', group: 'logProbs',
  compute: (_context, candidate) => meanOrNull(logs(candidate).toSorted((a, b) => a - b).slice(0, 3)),
  words: (value) => `its three least likely words have a mean probability of ${asProbability(value)}`,
};

/** log p of the step's first token: where the model chooses what to do next. (GlimpRouter, arXiv 2601.05110, uses its entropy.) */
export const firstLogProb: Feature = {
  id: 'firstLogProb', group: 'logProbs',
  compute: (_context, candidate) => logs(candidate)[0] ?? null,
  words: (value) => `it began the step with a probability of ${asProbability(value)}`,
};

/** Mean log p of the last ten tokens. */
export const lastTenLogProb: Feature = {
  id: 'lastTenLogProb', group: 'logProbs',
  compute: (_context, candidate) => {
    const all = logs(candidate);
    return all.length === 0 ? null : mean(all.slice(-10));
  },
  words: (value) => `its last words have a mean probability of ${asProbability(value)}`,
};
