import type { PolicyId } from '../../../shared/switching/policy.ts';
import { percent } from '../../components/format.ts';

/** The slider's positions, left to right: 0 is p = 1 ("private & cheap"), 100 is p = 0 ("accurate"). */
export function positionOf(dial: number): number {
  return Math.round((1 - dial) * 100);
}
export function dialOf(position: number): number {
  return Math.round(100 - position) / 100;
}

/**
 * What the dial means for the policy in use, in one sentence.
 * @param isCalibrated whether the gate's doubts are probabilities here
 */
export function dialMeaning(dial: number, policy: PolicyId, isCalibrated = false): string {
  switch (policy) {
    case 'localOnly':
      return 'the policy "this device only" never asks, wherever the slider stands';
    case 'expertOnly':
      return dial >= 1 ? end.never : 'the policy "expert only" always asks, but for the slider\'s left end';
    case 'random':
      return ends(dial) ?? `asks for about ${percent(1 - dial)} of the steps, drawn at random`;
    case 'adaswitch':
      if (isCalibrated) return ends(dial) ?? `asks when a step is more than ${percent(dial)} likely to be wrong`;
      return ends(dial) ?? `asks when a step's doubt is above ${percent(dial)}`;
    case 'handover':
      return ends(dial) ?? `hands the rest over to the expert at the first step ${isCalibrated ? `more than ${percent(dial)} likely to be wrong` : `whose doubt is above ${percent(dial)}`}`;
    case 'hera':
      return ends(dial) ?? `asks where the expert is predicted to write something ${percent(dial)} or more unlike`;
    case 'auto':
      return ends(dial) ?? `asks where the method that does better for these two models is above ${percent(dial)}`;
    case 'requestLevel':
      return ends(dial) ?? `gives the whole question to the expert when it is above ${percent(dial)} likely to do better`;
    case 'selfCheck':
    case 'logProb':
      return ends(dial) ?? `asks when a step's doubt is above ${percent(dial)}`;
  }
}

const end = { never: 'never asks: everything stays on this device', always: 'asks for every step' } as const;

function ends(dial: number): string | null {
  if (dial >= 1) return end.never;
  if (dial <= 0) return end.always;
  return null;
}

/** "p = 0.50" */
export function dialValue(dial: number): string {
  return `p = ${dial.toFixed(2)}`;
}
