import { arithmeticMismatch, unparsable } from './arithmetic.ts';
import { calculationCount, guessDiffers, resultLogProb } from './calculatorDoubt.ts';
import type { Feature, FeatureContext } from './feature.ts';
import { numbersLowestLogProb, numbersMeanLogProb, numberTokens } from './numberLogProbs.ts';
import { foreignOperandCount } from './operands.ts';
import { repeats } from './repetition.ts';
import { isAnswer, length, position } from './shape.ts';
import { firstLogProb, lastTenLogProb, lowestLogProb, lowestThreeLogProb, meanLogProb } from './tokenLogProbs.ts';
import { firstEntropy, highestEntropy, meanEntropy, meanMargin } from './uncertainty.ts';
import type { Candidate } from '../policy.ts';

/** Group A: always on, read from what is there already. The order is the order of a head's columns. */
export const alwaysOn: readonly Feature[] = [
  meanLogProb, lowestLogProb, lowestThreeLogProb, firstLogProb, lastTenLogProb,
  numbersMeanLogProb, numbersLowestLogProb, numberTokens,
  meanEntropy, highestEntropy, firstEntropy, meanMargin,
  length, position, isAnswer,
  resultLogProb, guessDiffers, calculationCount,
  arithmeticMismatch, unparsable, foreignOperandCount, repeats,
];

export type FeatureValues = Readonly<Record<string, number | null>>;

export function computeFeatures(features: readonly Feature[], context: FeatureContext, candidate: Candidate): FeatureValues {
  return Object.fromEntries(features.map((feature) => [feature.id, feature.compute(context, candidate)]));
}

export function featureById(id: string): Feature | null {
  return alwaysOn.find((feature) => feature.id === id) ?? null;
}
