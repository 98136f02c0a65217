import { stepResult } from '../../exam/goldExaminer.ts';
import type { Candidate } from '../policy.ts';
import type { Feature, FeatureContext } from './feature.ts';

const resultOf = (candidate: Candidate): number | null => {
  const written = stepResult(candidate.text, candidate.reason === 'answer' || candidate.reason === 'stop');
  return written === null ? null : Number(written);
};
const askedFor = (context: FeatureContext): readonly number[] => (context.question.match(/\d[\d,]*(?:\.\d+)?/g) ?? []).map((found) => Number(found.replaceAll(',', '')));

/** 1 where a result is broken although the question has whole numbers only. */
export const unexpectedFraction: Feature = {
  id: 'unexpectedFraction', group: 'result',
  compute: (context, candidate) => {
    const result = resultOf(candidate);
    return result === null ? null : !Number.isInteger(result) && askedFor(context).every(Number.isInteger) ? 1 : 0;
  },
  words: (value) => (value === 1 ? 'a broken result from whole numbers' : 'the result has the form of the question’s numbers'),
};

/** 1 for a result below zero. */
export const negativeResult: Feature = {
  id: 'negativeResult', group: 'result',
  compute: (_context, candidate) => {
    const result = resultOf(candidate);
    return result === null ? null : result < 0 ? 1 : 0;
  },
  words: (value) => (value === 1 ? 'the result is below zero' : 'the result is not below zero'),
};

/** Orders of magnitude above the question's largest number. */
export const resultMagnitude: Feature = {
  id: 'resultMagnitude', group: 'result',
  compute: (context, candidate) => {
    const result = resultOf(candidate);
    const largest = Math.max(1, ...askedFor(context));
    return result === null ? null : Math.log10(1 + Math.abs(result)) - Math.log10(1 + largest);
  },
  words: (value) => `the result is ${(10 ** value).toPrecision(2)} times the question's largest number`,
};

/** Operators in the step's calculations: long ones go wrong more often. */
export const operatorCount: Feature = {
  id: 'operatorCount', group: 'result',
  compute: (_context, candidate) => candidate.tools.reduce((sum, call) => sum + (call.tool === 'calculator' ? (call.input.match(/[-+*/^×÷]/g)?.length ?? 0) : 0), 0),
  words: (value) => `${value} ${value === 1 ? 'operation' : 'operations'} in one step`,
};
