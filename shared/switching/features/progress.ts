import { stepResult } from '../../exam/goldExaminer.ts';
import type { Candidate } from '../policy.ts';
import type { Feature, FeatureContext } from './feature.ts';

// Own signs of a chain that ends too early or goes nowhere: small models forget a fact of the question, or say
// as a result what was there before. They cost no model time, and no probability of a token shows them.

const ends = (candidate: Candidate): boolean => candidate.reason === 'answer' || candidate.reason === 'stop';
const digits = (text: string): readonly number[] => (text.match(/\d[\d,]*(?:\.\d+)?|\.\d+/g) ?? []).map((found) => Number(found.replaceAll(',', '')));

function unused(context: FeatureContext, candidate: Candidate): number | null {
  const asked = [...new Set(digits(context.question))];
  if (asked.length === 0) return null;
  const used = new Set([...context.steps.flatMap((step) => digits(step.text)), ...digits(candidate.text)]);
  return asked.filter((value) => !used.has(value) && !used.has(value / 100) && !used.has(value * 100)).length / asked.length;
}

/** Share of the question's numbers that no step has used yet, once the answer is given; 0 before. */
export const unusedAtAnswer: Feature = {
  id: 'unusedAtAnswer', group: 'progress',
  compute: (context, candidate) => (ends(candidate) ? unused(context, candidate) : 0),
  words: (value) => (value === 0 ? 'no number of the question was left out' : `it answers although ${Math.round(value * 100)} % of the question's numbers were never used`),
};

/** Share of the question's numbers not used so far, while the chain goes on. */
export const unusedSoFar: Feature = {
  id: 'unusedSoFar', group: 'progress',
  compute: (context, candidate) => (ends(candidate) ? 0 : unused(context, candidate)),
  words: (value) => `${Math.round(value * 100)} % of the question's numbers are still unused`,
};

/** 1 where a step's result stands in the question or was the result of an earlier step: it brings nothing new. Null without a result. */
export const nothingNew: Feature = {
  id: 'nothingNew', group: 'progress',
  compute: (context, candidate) => {
    if (ends(candidate)) return null;
    const result = stepResult(candidate.text, false);
    if (result === null) return null;
    const before = [...digits(context.question), ...context.steps.map((step) => Number(stepResult(step.text, false) ?? Number.NaN))];
    return before.includes(Number(result)) ? 1 : 0;
  },
  words: (value) => (value === 1 ? 'its result was there before' : 'its result is new'),
};

/** 1 where the answer is not the result of the step before it. Null where it is no answer or nothing came before. */
export const answerChanges: Feature = {
  id: 'answerChanges', group: 'progress',
  compute: (context, candidate) => {
    if (!ends(candidate)) return null;
    const last = context.steps.map((step) => stepResult(step.text, false)).findLast((value) => value !== null);
    const own = stepResult(candidate.text, true);
    return last === undefined || own === null ? null : Math.abs(Number(own) - Number(last)) < 1e-6 * Math.max(1, Math.abs(Number(last))) ? 0 : 1;
  },
  words: (value) => (value === 1 ? 'the answer is not what the steps before it came to' : 'the answer is what the steps came to'),
};
