import { accuracyAt, apgr, cpt, curveOf, localShareAt, type CurveDot } from '../../../shared/learn/curves/callPerformance.ts';
import { bootstrap } from '../../../shared/learn/resample.ts';
import { seededRandom } from '../../../shared/switching/random.ts';
import { isAblation, noReflectionName } from './ablations.ts';
import { endsOf, mean, policiesOf, rowsOf, shareOf, taughtName, type Ends, type Points, type Row } from './pairedRows.ts';
import type { Interval, ResultsInput } from './report/results.ts';
import type { SummaryInput } from './summarise.ts';
import { noCalculatorName } from './withoutCalculator.ts';

const changedNames = [taughtName, noCalculatorName] as const;

/** CPT50/70/90 and APGR of each policy with a dial; nothing where the gap between local and expert may be none. */
export function figuresOf(points: Points, dataset: string, input: SummaryInput): ResultsInput['figures'] {
  const rows = rowsOf(points);
  const ends = endsOf(points);
  if (!ends || rows.length === 0) return [];
  const gap = interval(rows, (own) => mean(own, ends.expert) - mean(own, ends.local), input);
  return policiesOf(points).map((policy) => {
    if (gap.low <= 0) return { policy, dataset, cpt50: null, cpt70: null, cpt90: null, apgr: null, why: `the gap between expert and local alone is ${percent(gap.value)} (${percent(gap.low)} to ${percent(gap.high)}), so a part of it says nothing` };
    const figure = (of: (curve: readonly CurveDot[]) => number) => interval(rows, (own) => of(curveFor(policy, points, own, ends)), input);
    return { policy, dataset, cpt50: share(figure((curve) => cpt(curve, 0.5))), cpt70: share(figure((curve) => cpt(curve, 0.7))), cpt90: share(figure((curve) => cpt(curve, 0.9))), apgr: figure(apgr), why: null };
  });
}

/** How much may stay here at a stated loss against the expert alone, as HERA's paper counts; needs no gap. */
export function localSharesOf(points: Points, dataset: string, input: SummaryInput): ResultsInput['localShares'] {
  const rows = rowsOf(points);
  const ends = endsOf(points);
  if (!ends || rows.length === 0) return [];
  return policiesOf(points).flatMap((policy) => heraLosses.map((loss) => ({ policy, dataset, loss, share: share(interval(rows, (own) => localShareAt(curveFor(policy, points, own, ends), loss), input)) })));
}
/** The paper's loss against the cloud alone, and one that hardly anybody would notice. */
const heraLosses = [0.055, 0.01] as const;

/** AdaSwitch less each other policy on the same problems, at the same share of expert steps. */
export function pairedOf(points: Points, dataset: string, input: SummaryInput): ResultsInput['paired'] {
  const rows = rowsOf(points);
  const ends = endsOf(points);
  const policies = policiesOf(points);
  const changed = changedPairs(points, rows, dataset, input);
  if (!ends || rows.length === 0) return changed;
  // Both papers' methods against everything else, each pair once.
  const ours = ['adaswitch', 'hera'].filter((policy) => policies.includes(policy));
  const pairs = ours.flatMap((one, index) => policies.filter((other) => other !== one && !ours.slice(0, index).includes(other)).map((other) => [one, other] as const));
  return [...changed, ...ablationPairs(points, rows, dataset, input, ends), ...pairs.flatMap(([one, other]) => [0.1, 0.2, 0.3, 0.5].map((atShare) => ({
    a: one, b: other, dataset, atShare,
    difference: interval(rows, (own) => accuracyAt(curveFor(one, points, own, ends), atShare) - accuracyAt(curveFor(other, points, own, ends), atShare), input),
  })))];
}

/** What a part of AdaSwitch is worth: the whole less the whole without it, at the same p or, asked at random, at the same share. */
function ablationPairs(points: Points, rows: readonly Row[], dataset: string, input: SummaryInput, ends: Ends): ResultsInput['paired'] {
  return points.flatMap(({ policy, dial }, at) => {
    const whole = points.findIndex((point) => point.policy === 'adaswitch' && (policy === noReflectionName || point.dial === dial));
    if (!isAblation(policy) || whole < 0) return [];
    const isRandom = policy === noReflectionName;
    const accuracy = (own: readonly Row[]) => (isRandom ? accuracyAt(curveFor('adaswitch', points, own, ends), shareOf(own, at)) : mean(own, whole));
    return [{ a: 'adaswitch', b: policy, dataset, atShare: shareOf(rows, isRandom ? at : whole), difference: interval(rows, (own) => accuracy(own) - mean(own, at), input) }];
  });
}

/** What corrected mistakes in the prompt change, or no calculator, on the same problems and without an expert. */
function changedPairs(points: Points, rows: readonly Row[], dataset: string, input: SummaryInput): ResultsInput['paired'] {
  const at = (policy: string) => points.findIndex((point) => point.policy === policy);
  const alone = at('localOnly');
  if (alone < 0 || rows.length === 0) return [];
  return changedNames.filter((name) => at(name) >= 0).map((name) => ({ a: name, b: 'localOnly', dataset, atShare: 0, difference: interval(rows, (own) => mean(own, at(name)) - mean(own, alone), input) }));
}

function curveFor(policy: string, points: Points, rows: readonly Row[], ends: Ends): readonly CurveDot[] {
  const dots = points.flatMap((point, at) => (point.policy === policy ? [{ share: shareOf(rows, at), accuracy: mean(rows, at) }] : []));
  return curveOf(dots, mean(rows, ends.local), mean(rows, ends.expert));
}

function interval(rows: readonly Row[], of: (rows: readonly Row[]) => number, { seed, draws }: SummaryInput): Interval {
  const found = bootstrap(rows.map((row) => [row]), of, seededRandom(seed, 0xc97), draws);
  return Number.isFinite(found.value) ? found : { value: 1, low: found.low, high: 1 };
}

/** A threshold that is not reached below asking always is asking always. */
function share({ value, low, high }: Interval): Interval {
  const clip = (x: number) => (Number.isFinite(x) ? Math.min(1, Math.max(0, x)) : 1);
  return { value: clip(value), low: clip(low), high: clip(high) };
}

const percent = (value: number): string => `${(100 * value).toFixed(1)} points`;
