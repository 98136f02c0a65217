import type { SwitchPolicy } from '../policy.ts';

/** The baseline: a seeded draw per step, so that at dial p a share of 1 − p of the steps is asked. */
export const randomShare: SwitchPolicy = {
  id: 'random',
  beforeStep: (context) => {
    const value = context.random();
    return Promise.resolve({ value, meaning: 'chance', calibrated: false, costMs: 0, parts: [{ id: 'draw', words: `drew ${value.toFixed(2)} at random`, value, weight: 1 }] });
  },
};
