import { agreesAsWritten } from '../../agent/tools/calculator.ts';
import { stepResult } from '../../exam/goldExaminer.ts';
import type { Candidate } from '../policy.ts';
import type { DescribedFeature } from './feature.ts';
import type { FeatureValues } from './index.ts';

/** Samples of one step: more cost more time than they tell. */
export const sampleCount = 3;

/** Share of re-sampled steps with the candidate's result (self-consistency: Wang et al. 2022, arXiv 2203.11171). Only in the uncertain band. */
export const sameResult: DescribedFeature = { id: 'sameResult', group: 'agreement', words: (value) => `written again ${sampleCount} times, ${Math.round(value * sampleCount)} came to the same result` };
/** Number of different results among the samples and the candidate. */
export const differentResults: DescribedFeature = { id: 'differentResults', group: 'agreement', words: (value) => `written again ${sampleCount} times, it came to ${value} different results` };

export function agreementValues(candidate: Pick<Candidate, 'text' | 'reason'>, samples: readonly string[]): FeatureValues {
  const isAnswer = candidate.reason === 'answer' || candidate.reason === 'stop';
  const own = stepResult(candidate.text, isAnswer);
  const results = samples.map((text) => stepResult(text, isAnswer));
  const same = (a: string | null, b: string | null) => (a === null || b === null ? a === b : agreesAsWritten(a, b) || agreesAsWritten(b, a));
  const kinds: (string | null)[] = [];
  for (const result of [own, ...results]) if (!kinds.some((kind) => same(kind, result))) kinds.push(result);
  return samples.length === 0
    ? { sameResult: null, differentResults: null }
    : { sameResult: results.filter((result) => same(result, own)).length / samples.length, differentResults: kinds.length };
}
