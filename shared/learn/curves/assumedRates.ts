import type { GateInfo } from '../../contract/gate.ts';
import type { Economics, Rate } from './predictedCurve.ts';

type Measured = Pick<GateInfo, 'repairs' | 'rescues' | 'damages' | 'isOtherExpert'>;

/** What the curve reckons with. Without an expert in the exam: what asking would be worth, if it never erred. */
export function assumedRates({ repairs, damages }: Pick<Measured, 'repairs' | 'damages'>): { readonly r: Rate; readonly d: Rate } {
  return { r: repairs ?? { value: 1 }, d: damages ?? { value: 0 } };
}

/** r and d of whole answers, for what pays; older exams tried only whether the expert's step was right. Nobody tried what another expert brings. */
export function payingRates({ repairs, rescues, damages, isOtherExpert = false }: Measured): Pick<Economics, 'r' | 'd'> {
  if (isOtherExpert) return { r: 1, d: 0 };
  return { r: (rescues ?? repairs)?.value ?? 1, d: damages?.value ?? 0 };
}
