import type { PolicyId } from '../../../shared/switching/policy.ts';

export interface PolicyChoice { readonly value: PolicyId; readonly label: string; readonly words: string; readonly badge?: string; /** There to be compared with, hardly to be used. */ readonly isBaseline?: true }

/**
 * Each policy in one plain sentence.
 * @param isCalibrated whether the gate's doubts are probabilities here; else the policies that go by them are called uncalibrated
 */
export function policyChoices(isCalibrated: boolean): readonly PolicyChoice[] {
  return policies.map((policy) => ((policy.value === 'adaswitch' || policy.value === 'handover') && !isCalibrated ? { ...policy, badge: 'uncalibrated' } : policy));
}

/** A policy's short name. */
export function policyLabel(id: PolicyId): string {
  return policies.find((policy) => policy.value === id)?.label ?? id;
}

const policies: readonly PolicyChoice[] = [
  { value: 'adaswitch', label: 'AdaSwitch', words: 'Weighs several signs of doubt about each step the local model wrote, and asks when the doubt is above the slider’s value.' },
  { value: 'handover', label: 'Hand over', words: 'The same signs; at the first step above the slider’s value the expert writes all that is left, in one call. Fewer calls, and cheaper where each is paid.' },
  { value: 'hera', label: 'HERA', words: 'Predicts, without asking, whether the expert would write the same; asks where it would not. Needs a profile of the two models.' },
  { value: 'auto', label: 'Automatic', words: 'AdaSwitch, HERA or both: whichever did better when these two models were profiled.' },
  { value: 'localOnly', label: 'This device only', words: 'Never asks, whatever the slider says. Nothing leaves.' },
  { value: 'logProb', isBaseline: true, label: 'Plain doubt', badge: 'uncalibrated', words: 'Looks only at how sure the local model was of its words, on average.' },
  { value: 'selfCheck', isBaseline: true, label: 'Self-check', badge: 'uncalibrated', words: 'Asks the local model whether its own step is correct.' },
  { value: 'requestLevel', isBaseline: true, label: 'Whole question', badge: 'uncalibrated', words: 'Decides once, from the question alone; without a fitted head it knows nothing.' },
  { value: 'expertOnly', isBaseline: true, label: 'Expert only', words: 'The expert writes the whole answer, unless the slider stands at its left end.' },
  { value: 'random', isBaseline: true, label: 'By chance', words: 'Asks for steps drawn at random, at the rate that the slider says.' },
];
