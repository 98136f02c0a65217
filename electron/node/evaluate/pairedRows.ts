import { worth, type PerProblem, type ResultsInput } from './report/results.ts';
import { noCalculatorName } from './withoutCalculator.ts';

export type Points = ResultsInput['points'];
/** One problem at every point, in the order of the points: resampling it keeps all pairs together. */
export type Row = readonly (PerProblem | undefined)[];

/** `localOnly` shown its corrected mistakes: the other half of a pair, and no curve. */
export const taughtName = 'localOnly+mistakes';
const onlyEnds: readonly string[] = ['localOnly', 'expertOnly', taughtName, noCalculatorName];

export interface Ends { readonly local: number; readonly expert: number }

export function endsOf(points: Points): Ends | null {
  const local = points.findIndex((point) => point.policy === 'localOnly');
  const expert = points.findIndex((point) => point.policy === 'expertOnly');
  return local < 0 || expert < 0 ? null : { local, expert };
}

/** Policies with a dial, ablations aside. */
export function policiesOf(points: Points): readonly string[] {
  return [...new Set(points.filter((point) => point.isAblation !== true).map((point) => point.policy))].filter((policy) => !onlyEnds.includes(policy));
}

export function rowsOf(points: Points): readonly Row[] {
  const byId = points.map((point) => new Map((point.perProblem ?? []).map((row) => [row.id, row])));
  const ids = [...(byId[0]?.keys() ?? [])].filter((id) => byId.every((rows) => rows.has(id)));
  return ids.map((id) => byId.map((rows) => rows.get(id)));
}

export function mean(rows: readonly Row[], at: number): number {
  return rows.reduce((sum, row) => sum + worth(row[at]), 0) / Math.max(1, rows.length);
}

export function shareOf(rows: readonly Row[], at: number): number {
  let [asked, steps] = [0, 0];
  for (const row of rows) {
    asked += row[at]?.expertSteps ?? 0;
    steps += row[at]?.steps ?? 0;
  }
  return asked / Math.max(1, steps);
}

export function meanFlops(rows: readonly Row[], at: number): number {
  return rows.reduce((sum, row) => sum + (row[at]?.flops ?? 0), 0) / Math.max(1, rows.length);
}
