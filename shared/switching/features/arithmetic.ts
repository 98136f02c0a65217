import { correctArithmetic } from '../../agent/tools/calculator.ts';
import type { Feature } from './feature.ts';

/** 1 where recomputing the step's equations changes a result. */
export const arithmeticMismatch: Feature = {
  id: 'arithmeticMismatch', group: 'arithmetic',
  compute: (_context, candidate) => {
    const { text, calls } = correctArithmetic(candidate.text);
    return calls.length === 0 ? null : text === candidate.text ? 0 : 1;
  },
  words: (value) => (value === 1 ? 'recomputing it gives another result' : 'recomputing it gives the same result'),
};

/** 1 where the step holds an equals sign whose left side is no calculation (an unknown, a sentence). */
export const unparsable: Feature = {
  id: 'unparsable', group: 'arithmetic',
  compute: (_context, candidate) => {
    const equations = candidate.text.split('=').length - 1;
    return equations === 0 ? null : correctArithmetic(candidate.text).calls.length < equations ? 1 : 0;
  },
  words: (value) => (value === 1 ? 'it holds an equation that cannot be recomputed' : 'all its equations can be recomputed'),
};
