import { driftWindow, fewestForDrift, type Drift } from './drift.ts';

/** Whether the percentages still hold, in a sentence. `labelled`: labelled steps since the head was fitted. */
export function driftWords(drift: Drift | null, labelled: number): string {
  if (drift === null) return `Whether the percentages still hold is not known yet: ${labelled} of at least ${fewestForDrift} steps were marked since the head was fitted.`;
  const { value, low, high } = drift.debiasedEce;
  const range = `off by ${counted(Math.max(0, value))} (${points(Math.max(0, low))} to ${points(Math.max(0, high))}) on average over the last ${drift.n} marked steps, beyond chance`;
  if (!drift.isDrifting) return `The percentages hold: ${range}.${drift.n < driftWindow ? ` The more steps are marked (up to ${driftWindow}), the surer this is.` : ''}`;
  const { worst } = drift;
  return worst === null
    ? `The percentages no longer hold: ${range}. Fit anew.`
    : `Lately ${percent(worst.said)} means ${percent(worst.happened)} (${worst.n} steps): fit anew. The percentages are ${range}.`;
}

const points = (share: number): string => `${Math.round(share * 100)}`;
const counted = (share: number): string => `${points(share)} ${points(share) === '1' ? 'point' : 'points'}`;
const percent = (share: number): string => `${Math.round(share * 100)} %`;
