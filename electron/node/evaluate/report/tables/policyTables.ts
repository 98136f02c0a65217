import type { Point, Results } from '../results.ts';
import { perRight, timesLess } from '../perRight.ts';
import { number, words, type Table } from '../table.ts';
import { dialWords, distinct, flopsSpan, flopsUnit, percent, percentSpan, pointsSpan, secondsSpan, short, timesSpan, usdSpan, whole } from '../words.ts';

export const datasetsOf = (points: readonly Point[]): readonly string[] => distinct(points.map((point) => point.dataset));

/** Every policy at every dial, over one data set. */
export function pointsTable(points: readonly Point[], options: { readonly id: string; readonly title: string; readonly note: string }): Table | null {
  if (points.length === 0) return null;
  const without = points.filter((point) => (point.noSteps ?? 0) > 0).map((point) => `${point.policy}${point.dial === null ? '' : ` at ${dialWords(point.dial)}`} ${whole(point.noSteps ?? 0)}`);
  return {
    ...options,
    note: without.length === 0 ? options.note : `${options.note} The expert was asked and brought no step (longer than a step may be, empty or refused), so the local model wrote it, as in the app: ${without.join(', ')}.`.trim(),
    columns: [words('Policy'), number('p'), number('Right'), number('Accuracy'), number('Steps asked'), number('$ per 1,000 questions'), number('Compute per question'), number('Time per question'), number('Spent on scoring')],
    rows: points.map((point) => [
      point.policy, dialWords(point.dial), `${whole(point.right)} of ${whole(point.n)}`, percentSpan(point.accuracy), percentSpan(point.share),
      usdSpan(point.usdPerQuestion), flopsSpan(point.flopsPerQuestion), secondsSpan(point.secondsPerQuestion), percent(point.controllerShare),
    ]),
  };
}

/** What a right answer cost, and how many times less than with the expert alone. */
export function perRightTable({ points, seed }: Results): Table | null {
  const rows = points.flatMap((point) => {
    const usd = perRight(point, 'usd', seed);
    const flops = perRight(point, 'flops', seed);
    if (usd === null && flops === null) return [];
    const expert = point.policy === 'expertOnly' ? undefined : points.find((other) => other.policy === 'expertOnly' && other.dataset === point.dataset);
    const less = (what: 'usd' | 'flops') => (expert ? timesSpan(timesLess(point, expert, what, seed)) : '–');
    return [[point.dataset, point.policy, dialWords(point.dial), usdSpan(usd), less('usd'), flopsSpan(flops), less('flops')]];
  });
  if (rows.length === 0) return null;
  return {
    id: 'table-per-right', title: 'What a right answer cost',
    note: 'All spending, wrong answers included, by the right answers. “Times less”: the expert alone by this policy, on the same problems; below 1 means dearer. The AdaSwitch paper reports 3 to 5 times less compute (Figure 4).',
    columns: [words('Data'), words('Policy'), number('p'), number('$ per 1,000 right'), number('Times less $'), number('Compute per right'), number('Times less compute')], rows,
  };
}

/** The paper's claim: as right as the expert alone, for less compute. */
export function equalComputeTable({ equalCompute }: Results): Table | null {
  if (equalCompute.length === 0) return null;
  return {
    id: 'table-equal-compute', title: 'Compute at equal accuracy, against the expert',
    note: '100 % is the expert’s own accuracy; below it, the expert answers so large a random share of the questions whole that its accuracy is the same. “Times less”: the expert’s compute by the policy’s, above 1 is cheaper; an interval from 0 holds resamples in which the policy does not get there. Between dials one of two is drawn for each problem. The AdaSwitch paper reports 3 to 5 times less (Figure 4).',
    columns: [words('Data'), words('Policy'), number('Of the gap'), number('Accuracy'), number('Compute per question'), number('The expert’s'), number('Times less'), words('Where it is not reached')],
    rows: equalCompute.map((one) => [
      one.dataset, one.policy, `${short(100 * one.level)} %`, percent(one.accuracy), one.flops === null ? '–' : flops(one.flops), flops(one.expertFlops), timesSpan(one.timesLess),
      one.flops === null ? `at most ${percent(one.best.accuracy)}, for ${flops(one.best.flops)}` : '',
    ]),
  };
}

const flops = (value: number): string => `${short(value / flopsUnit(value).size)} ${flopsUnit(value).name}`;

/** How much of the gap between local and expert a policy closes for how many expert steps. */
export function figuresTable({ figures }: Results): Table | null {
  if (figures.length === 0) return null;
  const hasWhy = figures.some((figure) => figure.why !== null);
  return {
    id: 'table-cpt', title: 'Share of expert steps for 50, 70 and 90 % of the gap',
    note: 'CPT: the smallest share of expert steps that wins so much of the gap between local and expert alone (less is better). APGR: the mean part of the gap won over all shares (more is better). Tandem aims at 25, 40 and 65 % or less.',
    columns: [words('Data'), words('Policy'), number('CPT50'), number('CPT70'), number('CPT90'), number('APGR'), ...(hasWhy ? [words('Why not')] : [])],
    rows: figures.map((figure) => [
      figure.dataset, figure.policy, ...[figure.cpt50, figure.cpt70, figure.cpt90, figure.apgr].map(percentSpan), ...(hasWhy ? [figure.why ?? ''] : []),
    ]),
  };
}

/** HERA's own measure: how much stays here for how little loss. */
export function localSharesTable({ localShares }: Results): Table | null {
  if (localShares.length === 0) return null;
  const losses = [...new Set(localShares.map((one) => one.loss))];
  return {
    id: 'table-local-share', title: 'Share of steps that stay here at a stated loss',
    note: 'The largest share of local steps at which the accuracy is no more than so many points below the expert’s alone; 100 % where the local model alone loses no more. HERA’s paper: 45.67 % at a loss of 5.5 points.',
    columns: [words('Data'), words('Policy'), ...losses.map((loss) => number(`at most ${short(100 * loss)} points lost`))],
    rows: distinct(localShares.map((one) => `${one.dataset}\n${one.policy}`)).map((key) => {
      const [dataset = '', policy = ''] = key.split('\n');
      return [dataset, policy, ...losses.map((loss) => percentSpan(localShares.find((one) => one.dataset === dataset && one.policy === policy && one.loss === loss)?.share ?? null))];
    }),
  };
}

export function pairedTable({ paired }: Results): Table | null {
  if (paired.length === 0) return null;
  return {
    id: 'table-paired', title: 'Differences on the same problems at the same share',
    note: 'The first policy’s accuracy less the second’s. An interval that holds 0 shows no difference.',
    columns: [words('Data'), words('Policy'), words('Less'), number('Steps asked'), number('Difference'), words('Holds 0')],
    rows: paired.map((pair) => [pair.dataset, pair.a, pair.b, percent(pair.atShare), pointsSpan(pair.difference), pair.difference.low <= 0 && pair.difference.high >= 0 ? 'yes' : 'no']),
  };
}
