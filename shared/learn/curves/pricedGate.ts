import { noUsage, priceOf, type ModelCard } from '../../agent/model.ts';
import type { GateInfo } from '../../contract/gate.ts';
import { onCurve } from './onCurve.ts';

/** Tokens of one asked step: the mean of 2,667 of them on the first 150 rows of `gsm8k_test` (docs/results/hera/table.md). */
const usualStep = { inputTokens: 598, outputTokens: 28 };

/**
 * Price of one asked step at this expert in US dollars: what its latest steps did cost, else what a usual one does.
 * Null where nobody can be asked or the price is not known; 0 for a model on this device.
 */
export function stepPrice(card: Pick<ModelCard, 'where' | 'price'> | null, meanUsd: number | null): number | null {
  if (card === null) return null;
  if (card.where === 'thisDevice') return 0;
  if (meanUsd !== null) return meanUsd;
  return card.price === undefined ? null : priceOf({ ...noUsage, ...usualStep, freshInputTokens: usualStep.inputTokens }, card.price);
}

/**
 * The curve with what a question costs at each p: how many of a question's steps are asked, times the price of one.
 * Said with it is whether the expert chosen now is another one than the exam's.
 */
export function pricedGate(gate: GateInfo, usdPerStep: number | null, expertNow: string | null = null): GateInfo {
  const { problems, steps } = onCurve(gate);
  const stepsPerQuestion = problems === 0 ? 0 : steps / problems;
  return {
    ...gate, usdPerStep, ...(gate.expert && expertNow !== null ? { isOtherExpert: gate.expert.id !== expertNow } : {}),
    curve: gate.curve.map((point) => ({ ...point, usdPerQuestion: usdPerStep === null ? null : point.share.value * stepsPerQuestion * usdPerStep })),
  };
}
