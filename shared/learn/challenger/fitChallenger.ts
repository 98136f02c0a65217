import { groupedFolds } from '../resample.ts';

/** How heads of one kind are fitted and judged. `R` is one labelled row of whatever the head looks at. */
export interface HeadKind<H, R> {
  /** Fits anew; may start from the champion. Deterministic given `random`. */
  readonly fit: (rows: readonly R[], champion: H, random: () => number) => H | Promise<H>;
  /** Loss of the head on one row, before its weight. */
  readonly logLoss: (head: H, row: R) => number;
  /** Problem or chat: never on both sides of a split. */
  readonly groupOf: (row: R) => string;
  readonly weightOf?: (row: R) => number;
}

/** What came of a challenge, on rows that the challenger's fit had not seen. */
export interface Verdict<H, R = never> {
  /** Fitted on all rows; in use only if promoted. */
  readonly challenger: H;
  readonly isPromoted: boolean;
  readonly rows: number;
  readonly groups: number;
  /** Mean log-loss of the champion and of the challenger on the same held-out rows. */
  readonly lossBefore: number;
  readonly lossAfter: number;
  /** Of the difference, over groups. */
  readonly standardError: number;
  /** The challenger as fitted without the row's group. */
  readonly heldOutFrom: (row: R) => H;
}

const folds = 5;
/** Fewer problems or chats make no held-out comparison. */
const fewestGroups = 10;

/**
 * Fits a challenger and compares it with the champion: each group's loss is that of a challenger fitted without it.
 * Promoted only if the gain exceeds one standard error, which is taken as Nadeau and Bengio (2003, "Inference for the
 * Generalization Error") have it: fits that share training rows err together, so the naive one is too small by √(1 + k/(k − 1)).
 */
export async function fitChallenger<H, R>(given: HeadKind<H, R> & { readonly champion: H; readonly rows: readonly R[]; readonly random: () => number }): Promise<Verdict<H, R>> {
  const { champion, rows, fit, logLoss, groupOf, random } = given;
  const weightOf = given.weightOf ?? (() => 1);
  const foldOf = groupedFolds(rows.map(groupOf), folds, random);
  const fitted: H[] = [];
  for (let fold = 0; fold < folds; fold += 1) fitted.push(await fit(rows.filter((row) => foldOf.get(groupOf(row)) !== fold), champion, random));
  const challenger = await fit(rows, champion, random);
  const heldOutFrom = (row: R) => fitted[foldOf.get(groupOf(row)) ?? 0] ?? champion;
  const groups = [...Map.groupBy(rows, groupOf)].map(([, own]) => {
    const sum = (of: (row: R) => H) => own.reduce((total, row) => total + weightOf(row) * logLoss(of(row), row), 0);
    return { weight: own.reduce((total, row) => total + weightOf(row), 0), before: sum(() => champion), after: sum(heldOutFrom) };
  });
  const weight = groups.reduce((total, group) => total + group.weight, 0);
  if (groups.length < fewestGroups || weight <= 0) return { challenger, isPromoted: false, rows: rows.length, groups: groups.length, lossBefore: 0, lossAfter: 0, standardError: 0, heldOutFrom };
  const lossBefore = groups.reduce((total, group) => total + group.before, 0) / weight;
  const lossAfter = groups.reduce((total, group) => total + group.after, 0) / weight;
  const gain = lossBefore - lossAfter;
  const spread = groups.reduce((total, group) => total + (group.before - group.after - gain * group.weight) ** 2, 0);
  const standardError = Math.sqrt(((1 + folds / (folds - 1)) * groups.length * spread) / (groups.length - 1)) / weight;
  return { challenger, isPromoted: gain > standardError && gain > 1e-9, rows: rows.length, groups: groups.length, lossBefore, lossAfter, standardError, heldOutFrom };
}
