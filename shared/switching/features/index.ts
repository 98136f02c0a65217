import { arithmeticMismatch, unparsable } from './arithmetic.ts';
import { calculationCount, guessDiffers, resultLogProb } from './calculatorDoubt.ts';
import { differentResults, sameResult } from './agreement.ts';
import type { DescribedFeature, Feature, FeatureContext } from './feature.ts';
import { judgedCorrect, judgedMistaken } from './judge.ts';
import { numbersLowestLogProb, numbersMeanLogProb, numberTokens } from './numberLogProbs.ts';
import { foreignOperandCount } from './operands.ts';
import { answerChanges, nothingNew, unusedAtAnswer, unusedSoFar } from './progress.ts';
import { repeats } from './repetition.ts';
import { negativeResult, operatorCount, resultMagnitude, unexpectedFraction } from './resultShape.ts';
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
  unusedAtAnswer, unusedSoFar, nothingNew, answerChanges,
  unexpectedFraction, negativeResult, resultMagnitude, operatorCount,
];

export type FeatureValues = Readonly<Record<string, number | null>>;

export function computeFeatures(features: readonly Feature[], context: FeatureContext, candidate: Candidate): FeatureValues {
  return Object.fromEntries(features.map((feature) => [feature.id, feature.compute(context, candidate)]));
}

/** Groups B and C: asked of the model, only where they can change a decision. */
export const onDemand: readonly DescribedFeature[] = [judgedCorrect, judgedMistaken, sameResult, differentResults];

export function featureById(id: string): DescribedFeature | null {
  return alwaysOn.find((feature) => feature.id === id) ?? onDemand.find((feature) => feature.id === id) ?? null;
}
