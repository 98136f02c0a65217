import { guessDiffers, resultLogProb } from '../features/calculatorDoubt.ts';
import type { Feature } from '../features/feature.ts';
import { numbersLowestLogProb, numbersMeanLogProb } from '../features/numberLogProbs.ts';
import { lowestThreeLogProb } from '../features/tokenLogProbs.ts';
import type { Candidate, Score, ScorePart, StepContext } from '../policy.ts';

/**
 * For a model that no exam has examined: a fixed logistic over log-probabilities, whose weights come from ordering
 * features by their step AUROC (number tokens strongest) and not from a fit. So its value is a doubt on a 0–1 scale
 * and is labelled uncalibrated.
 */
const bias = -2.2;
const weights: readonly (readonly [Feature, number])[] = [
  [numbersLowestLogProb, -1.1], [numbersMeanLogProb, -2.4], [lowestThreeLogProb, -0.5], [guessDiffers, 1.6], [resultLogProb, -0.4],
];

export function uncalibratedDoubt(context: StepContext, candidate: Candidate): Score {
  const parts = doubtParts(context, candidate);
  const logit = parts.reduce((sum, part) => sum + part.weight, bias);
  return {
    value: 1 / (1 + Math.exp(-logit)), meaning: 'pWrong', calibrated: false, costMs: 0,
    parts: parts.toSorted((a, b) => Math.abs(b.weight) - Math.abs(a.weight)),
  };
}

function doubtParts(context: StepContext, candidate: Candidate): ScorePart[] {
  const parts = weights.flatMap(([feature, weight]): ScorePart[] => {
    const value = feature.compute(context, candidate);
    return value === null ? [] : [{ id: feature.id, words: feature.words(value, candidate), value, weight: weight * value }];
  });
  // Without any measurement nothing is known: half way.
  return parts.length > 0 ? parts : [{ id: 'unmeasured', words: 'no probabilities were measured for this step', value: 0, weight: -bias }];
}
