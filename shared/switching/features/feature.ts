import type { Candidate, StepContext } from '../policy.ts';

/** Groups are switched on and off together in ablations; `judge` and `agreement` cost model time and run only on demand. */
export type FeatureGroup = 'logProbs' | 'numbers' | 'entropy' | 'shape' | 'calculator' | 'arithmetic' | 'operands' | 'repetition' | 'progress' | 'result' | 'judge' | 'agreement';

/** What a feature may look at: the question and what is accepted, never what comes after. */
export type FeatureContext = Pick<StepContext, 'question' | 'steps' | 'position'>;

/**
 * One number about a candidate. `null`: it cannot be known for this one (no number in it, nothing measured); the head
 * then sees its absence, not a zero. No sign is assumed: heads are fitted.
 */
export interface Feature extends DescribedFeature {
  compute(context: FeatureContext, candidate: Candidate): number | null;
}

/** A feature that can be told; one that has to be asked of the model (`probe.ts`) is computed where it is asked. */
export interface DescribedFeature {
  readonly id: string;
  readonly group: FeatureGroup;
  /** For the trace: what was seen, with the number. */
  words(value: number, candidate: Candidate): string;
}

/** A probability from a log-probability, for people. */
export const asProbability = (logProb: number): string => Math.exp(logProb).toFixed(2);
