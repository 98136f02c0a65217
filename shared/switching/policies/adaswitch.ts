import { logProbFeatures } from '../features.ts';
import type { Candidate, ScorePart, SwitchPolicy } from '../policy.ts';

/**
 * AdaSwitch's switch at inference (arXiv 2410.13181, "Collaborative Inference") on what the local model measures for
 * nothing. Departure: the paper reads P(wrong) from a fine-tuned model's own reflection; this first form is a fixed
 * logistic over log-probabilities, whose weights come from ordering features by their step AUROC (number tokens
 * strongest) and not from a fit. So its value is a doubt on a 0–1 scale and is labelled uncalibrated.
 */
const weights = { bias: -2.2, numbersLowest: 1.1, numbersMean: 2.4, lowestThree: 0.5, guessDiffers: 1.6, resultDoubt: 1.2 } as const;

export const adaswitch: SwitchPolicy = {
  id: 'adaswitch',
  afterCandidate: (_context, candidate) => {
    const parts = doubtParts(candidate);
    const logit = parts.reduce<number>((sum, part) => sum + part.weight, weights.bias);
    return Promise.resolve({
      value: 1 / (1 + Math.exp(-logit)), meaning: 'pWrong', calibrated: false, costMs: 0,
      parts: parts.toSorted((a, b) => Math.abs(b.weight) - Math.abs(a.weight)),
    });
  },
};

function doubtParts(candidate: Candidate): ScorePart[] {
  const parts: ScorePart[] = [];
  const features = logProbFeatures(candidate);
  if (features === null) {
    return [{ id: 'unmeasured', words: 'no probabilities were measured for this step', value: 0, weight: -weights.bias }];
  }
  if (features.numbersLowest !== null && features.numbersMean !== null) {
    parts.push({
      id: 'numbersLowest', value: features.numbersLowest, weight: -features.numbersLowest * weights.numbersLowest,
      words: `least sure of the number ${features.doubtfulNumber ?? ''} (probability ${probability(features.numbersLowest)})`,
    });
    parts.push({
      id: 'numbersMean', value: features.numbersMean, weight: -features.numbersMean * weights.numbersMean,
      words: `its numbers have a mean probability of ${probability(features.numbersMean)}`,
    });
  }
  parts.push({
    id: 'lowestThree', value: features.lowestThree, weight: -features.lowestThree * weights.lowestThree,
    words: `its three least likely tokens have a mean probability of ${probability(features.lowestThree)}`,
  });
  const calculation = candidate.tools.findLast((call) => call.tool === 'calculator' && call.ok);
  if (calculation?.ownGuess !== undefined && calculation.ownGuess !== calculation.output) {
    parts.push({ id: 'guessDiffers', value: 1, weight: weights.guessDiffers, words: `by itself it would have written ${calculation.ownGuess}, not ${calculation.output}` });
  }
  if (calculation?.resultProbability !== undefined) {
    const doubt = 1 - calculation.resultProbability;
    parts.push({ id: 'resultDoubt', value: doubt, weight: doubt * weights.resultDoubt, words: `it gave the true result ${calculation.output} a probability of ${calculation.resultProbability.toFixed(2)}` });
  }
  return parts;
}

const probability = (logProb: number) => Math.exp(logProb).toFixed(2);
