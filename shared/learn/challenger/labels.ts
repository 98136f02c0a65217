import type { FeatureValues } from '../../switching/features/index.ts';
import type { ExaminedStep } from '../../switching/gate/fitHead.ts';

/**
 * Who says that a step was right or wrong. An expert that would have written something else is no source: its
 * disagreement is no examination.
 */
export type LabelSource =
  /** The user marked the step unasked. Speaks for itself only: which steps are marked unasked is nobody's draw. */
  | { readonly kind: 'mark' }
  /** The step was drawn with that probability and then put before the user. */
  | { readonly kind: 'audit'; readonly propensity: number }
  /** The problem's answer was known; `propensity`: the probability that the step was examined. */
  | { readonly kind: 'gold'; readonly propensity: number }
  /** A judge with stated rates of error, measured elsewhere. */
  | {
      readonly kind: 'judge'; readonly propensity: number;
      /** P(says right | wrong). */
      readonly missesWrong: number;
      /** P(says wrong | right). */
      readonly blamesRight: number;
    };

/** One examined step of a real answer. */
export interface StepLabel {
  readonly values: FeatureValues;
  /** The chat or problem: its steps stay together in every split. */
  readonly problem: string;
  /** Unix time in ms of the examination. */
  readonly at: number;
  readonly saysWrong: boolean;
  readonly source: LabelSource;
}

/** Weights above are cut: one rare step must not decide a fit. */
export const maxWeight = 20;
/** A judge that is less than this much better than a coin says nothing. */
const leastJudgement = 0.2;

/**
 * Labels as a fit wants them: weighted by the inverse of the probability that the step was examined, cut at
 * `maxWeight` and brought to a mean of 1. A judge's word becomes two rows, one of them with a negative weight, whose
 * expected loss is that of the true label (Natarajan et al. 2013, "Learning with Noisy Labels", Lemma 1); the logistic
 * loss stays convex under it.
 */
export function weightedRows(labels: readonly StepLabel[]): ExaminedStep[] {
  const usable = labels.filter(({ source }) => source.kind !== 'judge' || judgement(source) >= leastJudgement);
  const raw = usable.map(({ source }) => (source.kind === 'mark' ? 1 : Math.min(maxWeight, 1 / Math.max(source.propensity, 1 / maxWeight))));
  const mean = raw.reduce((sum, weight) => sum + weight, 0) / Math.max(1, raw.length);
  return usable.flatMap((label, i): ExaminedStep[] => {
    const weight = (raw[i] ?? 1) / mean;
    const said = label.saysWrong ? 1 : 0;
    const own = { values: label.values, problem: label.problem };
    const { source } = label;
    if (source.kind !== 'judge') return [{ ...own, wrong: said, weight }];
    const [flipsThis, flipsOther] = label.saysWrong ? [source.missesWrong, source.blamesRight] : [source.blamesRight, source.missesWrong];
    const scale = weight / judgement(source);
    return [{ ...own, wrong: said, weight: scale * (1 - flipsOther) }, { ...own, wrong: said === 1 ? 0 : 1, weight: -scale * flipsThis }];
  });
}

/** How many equally weighted labels these are worth (Kish). */
export function effectiveCount(rows: readonly Pick<ExaminedStep, 'weight'>[]): number {
  const sum = rows.reduce((total, row) => total + (row.weight ?? 1), 0);
  const squares = rows.reduce((total, row) => total + (row.weight ?? 1) ** 2, 0);
  return squares === 0 ? 0 : sum ** 2 / squares;
}

function judgement({ missesWrong, blamesRight }: { readonly missesWrong: number; readonly blamesRight: number }): number {
  return 1 - missesWrong - blamesRight;
}
