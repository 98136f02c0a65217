import type { Feature } from './feature.ts';

const wordsOf = (text: string) => new Set(text.toLowerCase().match(/\p{L}+|\d+(?:\.\d+)?/gu) ?? []);

/** Highest Jaccard overlap of words and numbers with an earlier step. */
export const repeats: Feature = {
  id: 'repeats', group: 'repetition',
  compute: (context, candidate) => {
    const own = wordsOf(candidate.text);
    if (own.size === 0 || context.steps.length === 0) return null;
    return Math.max(...context.steps.map((step) => {
      const other = wordsOf(step.text);
      const shared = [...own].filter((word) => other.has(word)).length;
      return shared / (own.size + other.size - shared);
    }));
  },
  words: (value) => `${Math.round(value * 100)} % of it stands in an earlier step`,
};
