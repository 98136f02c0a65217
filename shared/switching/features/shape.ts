import { bodyTokens } from './bodyTokens.ts';
import type { Feature } from './feature.ts';

/** log(1 + tokens). */
export const length: Feature = {
  id: 'length', group: 'shape',
  compute: (_context, candidate) => Math.log1p(bodyTokens(candidate).length),
  words: (value) => `${Math.round(Math.expm1(value))} tokens long`,
};

/** Index of the step so far; never divided by a chain length that nobody knows yet. */
export const position: Feature = {
  id: 'position', group: 'shape',
  compute: (context) => context.position,
  words: (value) => `step ${value + 1} of the answer`,
};

/** The final answer line repeats a result rather than making one. */
export const isAnswer: Feature = {
  id: 'isAnswer', group: 'shape',
  compute: (_context, candidate) => (candidate.reason === 'answer' || candidate.reason === 'stop' ? 1 : 0),
  words: (value) => (value === 1 ? 'it is the final answer' : 'it is not the final answer'),
};
