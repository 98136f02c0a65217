import type { ExaminedStep } from '../switching/gate/fitHead.ts';

/** Below that many labels, and below that many of the rarer kind, only the prior's level and slope are fitted. */
export const fewestLabels = 200;
export const fewestOfRarer = 20;

/** What so many labels allow: weights of its own, the prior's level and slope, or nothing (labels of one kind only). */
export type FitKind = 'weights' | 'levelAndSlope' | 'prior';

export function fitKind(steps: readonly Pick<ExaminedStep, 'wrong'>[], hasPrior: boolean): { readonly kind: FitKind; readonly rarer: number } {
  const wrong = steps.filter((step) => step.wrong === 1).length;
  const rarer = Math.min(wrong, steps.length - wrong);
  if (!hasPrior || (steps.length >= fewestLabels && rarer >= fewestOfRarer)) return { kind: 'weights', rarer };
  return { kind: rarer === 0 ? 'prior' : 'levelAndSlope', rarer };
}

/**
 * Whether the outcome may be called calibrated: with the shipped head of this very model as the prior always (it was
 * calibrated, and little moves it); else from 20 labels of each kind on, 200 in all for weights without a prior. Fewer
 * cannot tell 10 % from 30 %.
 */
export function isCalibrated({ kind, rarer, labels, isOwnPrior }: { readonly kind: FitKind; readonly rarer: number; readonly labels: number; readonly isOwnPrior: boolean }): boolean {
  return isOwnPrior || (rarer >= fewestOfRarer && (kind === 'levelAndSlope' || labels >= fewestLabels));
}
