import { logProbFeatures } from '../features.ts';
import type { SwitchPolicy } from '../policy.ts';

/** The baseline of raw thresholds: one minus the geometric mean of the candidate's token probabilities. */
export const logProb: SwitchPolicy = {
  id: 'logProb',
  afterCandidate: (_context, candidate) => {
    const features = logProbFeatures(candidate);
    const value = features === null ? 0.5 : 1 - Math.exp(features.mean);
    const words = features === null ? 'no probabilities were measured' : `mean token probability ${Math.exp(features.mean).toFixed(2)}`;
    return Promise.resolve({ value, meaning: 'doubt', calibrated: false, costMs: 0, parts: [{ id: 'meanLogProb', words, value: features?.mean ?? 0, weight: 1 }] });
  },
};
