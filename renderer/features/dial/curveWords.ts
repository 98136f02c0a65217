import type { CurvePoint, GateInfo } from '../../../shared/contract/gate.ts';
import { money, percent } from '../../components/format.ts';

type Interval = CurvePoint['accuracy'];

/** What the curve foretells at p, on the straight line between its neighbours; null outside of what was measured. */
export function curveAt(curve: readonly CurvePoint[], p: number): CurvePoint | null {
  const sorted = curve.toSorted((a, b) => a.p - b.p);
  const after = sorted.findIndex((point) => point.p >= p - 1e-9);
  const right = sorted[after];
  if (!right) return null;
  if (Math.abs(right.p - p) < 1e-9) return right;
  const left = sorted[after - 1];
  if (!left) return null;
  const part = (p - left.p) / (right.p - left.p);
  const between = (a: number, b: number) => a + (b - a) * part;
  const both = (a: Interval, b: Interval): Interval => ({ value: between(a.value, b.value), low: between(a.low, b.low), high: between(a.high, b.high) });
  return {
    p, share: both(left.share, right.share), accuracy: both(left.accuracy, right.accuracy),
    usdPerQuestion: left.usdPerQuestion === null || right.usdPerQuestion === null ? null : between(left.usdPerQuestion, right.usdPerQuestion),
  };
}

/** "2 of 10 steps asked" */
export function shareWords(share: number): string {
  if (share <= 0.0005) return 'no step asked';
  if (share >= 0.9995) return 'every step asked';
  if (share < 0.005) return 'hardly any step asked';
  if (share < 0.05) return `about 1 of ${Math.round(1 / share)} steps asked`;
  if (share > 0.95) return 'nearly every step asked';
  return `${Math.round(share * 10)} of 10 steps asked`;
}

/** "61 ± 7 % right"; of a lopsided interval the longer side. */
export function accuracyWords({ value, low, high }: Interval): string {
  return `${Math.round(value * 100)} ± ${Math.round(Math.max(high - value, value - low) * 100)} % right`;
}

/** What the curve takes for granted: the exam tried what asking brings and it can be had, nobody can be asked now, no exam tried it, or it tried another expert. */
export type Assumed = 'nothing' | 'anExpert' | 'noErrors' | { readonly expert: string; /** Somebody else is chosen. */ readonly isOther: boolean };

/** @param hasExpert whether anybody can be asked now: without, nothing of the curve comes true */
export function assumedBy({ repairs, expert, isOtherExpert = false }: Pick<GateInfo, 'repairs' | 'expert' | 'isOtherExpert'>, hasExpert = true): Assumed {
  if (expert && (isOtherExpert || !hasExpert)) return { expert: expert.name, isOther: isOtherExpert };
  // Where no expert took part in the exam, its curve says what one would be worth that always repairs.
  return repairs === null ? 'noErrors' : hasExpert ? 'nothing' : 'anExpert';
}

const assumedWords = { nothing: '', anExpert: ' and with an expert', noErrors: ' and with an expert that never errs' } as const;
const wordsOf = (assumed: Assumed) => (typeof assumed === 'string' ? assumedWords[assumed] : ` and with ${assumed.expert} as the expert${assumed.isOther ? ', which is not yours' : ''}`);

/** What is to be expected at p; null where nothing was measured there. */
export function outlookWords(curve: readonly CurvePoint[], p: number, assumed: Assumed = 'nothing'): string | null {
  const here = curveAt(curve, p);
  if (!here) return null;
  const alone = curveAt(curve, 1);
  const instead = alone && p < 1 ? ` instead of ${percent(alone.accuracy.value)}` : '';
  const price = here.usdPerQuestion === null ? 'at a price that is not known' : `${money(here.usdPerQuestion)} a question`;
  return `at this setting${wordsOf(assumed)}, on problems like these: ${shareWords(here.share.value)}, ${accuracyWords(here.accuracy)}${instead}, ${price}`;
}

/** The same in few words, for the slider's spoken value. */
export function shortOutlook(curve: readonly CurvePoint[], p: number, assumed: Assumed = 'nothing'): string | null {
  const here = curveAt(curve, p);
  return here && `${shareWords(here.share.value)}, ${accuracyWords(here.accuracy)}${assumed === 'noErrors' ? ' if the expert never errs' : typeof assumed === 'string' ? '' : ` with ${assumed.expert}`}`;
}

/** On what the curve was measured, or that it was not. */
export function basisWords({ basis, words }: Pick<GateInfo, 'basis' | 'words'>): string {
  const label = { exam: '', shipped: 'estimated from the shipped head', none: 'uncalibrated' }[basis];
  if (label === '' || words.toLowerCase().includes(label)) return words;
  return words === '' ? capital(label) : `${capital(label)}. ${words}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
