import { meanLogProb } from '../features/tokenLogProbs.ts';
import type { SwitchPolicy } from '../policy.ts';

/** The baseline of raw thresholds: one minus the geometric mean of the candidate's token probabilities. */
export const logProb: SwitchPolicy = {
  id: 'logProb',
  afterCandidate: (context, candidate) => {
    const mean = meanLogProb.compute(context, candidate);
    const words = mean === null ? 'no probabilities were measured' : meanLogProb.words(mean, candidate);
    return Promise.resolve({
      value: mean === null ? 0.5 : 1 - Math.exp(mean), meaning: 'doubt', calibrated: false, costMs: 0,
      parts: [{ id: meanLogProb.id, words, value: mean ?? 0, weight: 1 }],
    });
  },
};
