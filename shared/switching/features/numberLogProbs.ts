import { bodyTokens, wholeNumber } from './bodyTokens.ts';
import { asProbability, type Feature } from './feature.ts';
import { lowestOrNull, meanOrNull, measuredTokens } from './measuredTokens.ts';

// Log-probabilities of the tokens that hold digits: the strongest single signal on ProcessBench's GSM8K steps (step
// AUROC 0.82 with the 0.5B model, this project's step probe).

const numbers = (candidate: Parameters<Feature['compute']>[1]) => measuredTokens(candidate).filter((token) => token.isNumber);

/** Mean log p over number tokens. */
export const numbersMeanLogProb: Feature = {
  id: 'numbersMeanLogProb', group: 'numbers',
  compute: (_context, candidate) => meanOrNull(numbers(candidate).map((token) => token.logProb)),
  words: (value) => `its numbers have a mean probability of ${asProbability(value)}`,
};

/** Lowest log p over number tokens. */
export const numbersLowestLogProb: Feature = {
  id: 'numbersLowestLogProb', group: 'numbers',
  compute: (_context, candidate) => lowestOrNull(numbers(candidate).map((token) => token.logProb)),
  words: (value, candidate) => {
    const doubtful = numbers(candidate).find((token) => token.logProb === value);
    const body = bodyTokens(candidate);
    const number = doubtful === undefined ? '' : wholeNumber(body, body.indexOf(doubtful));
    return `least sure of the number ${number} (probability ${asProbability(value)})`;
  },
};

/** How many tokens hold digits: a step without numbers can hardly be a wrong calculation. */
export const numberTokens: Feature = {
  id: 'numberTokens', group: 'numbers',
  compute: (_context, candidate) => bodyTokens(candidate).filter((token) => token.isNumber).length,
  words: (value) => (value === 0 ? 'it holds no number' : `${value} of its tokens are digits`),
};
