import type { SwitchPolicy } from '../policy.ts';
import { expertBetter, type RequestHead } from '../requestLevel/requestHead.ts';

/**
 * The baseline that decides once for a whole question (HybridLLM, arXiv 2404.14618): the same score at every step, and
 * the expert, once asked, writes all of it in one call. Without a fitted head nothing is known: half way.
 */
export function requestLevel(head: RequestHead | null): SwitchPolicy {
  return {
    id: 'requestLevel', asksForRest: true,
    beforeStep: ({ question }) => {
      const value = head === null ? 0.5 : expertBetter(head, question);
      const words = head === null ? 'no head has been fitted that tells questions apart' : `questions like this: the expert does better with ${value.toFixed(2)}`;
      return Promise.resolve({ value, meaning: 'doubt', calibrated: false, costMs: 0, parts: [{ id: 'requestLevel', words, value, weight: 1 }], ...(head ? { basis: head.provenance.data } : {}) });
    },
  };
}
