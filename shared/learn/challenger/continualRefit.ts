import { fitChallenger, type HeadKind, type Verdict } from './fitChallenger.ts';
import { refitEvery } from './refitEvery.ts';

/** Former heads that are kept. */
export const historyLength = 5;

/** A head that was in use, and the challenge that ended its use; null where it was put aside by hand. */
export interface FormerHead<H> {
  readonly head: H;
  /** ISO date. */
  readonly until: string;
  readonly challenge: Pick<Verdict<H>, 'rows' | 'lossBefore' | 'lossAfter' | 'standardError'> | null;
}

/** A head that goes on learning. Plain data, so that any store can keep it. */
export interface Learned<H> {
  readonly champion: H;
  /** The newest first. */
  readonly history: readonly FormerHead<H>[];
  /** Rows known when the champion was fitted: what comes after is what a challenger learns from. */
  readonly fittedAt: number;
  /** Rows known at the last challenge, whatever came of it. */
  readonly triedAt: number;
}

/** The beginning, with a head from an exam, a profile or the program. */
export function beginLearning<H>(champion: H, knownRows = 0): Learned<H> {
  return { champion, history: [], fittedAt: knownRows, triedAt: knownRows };
}

/**
 * One turn of continual learning, for any kind of head: below `every` new rows nothing happens (`verdict` null); else
 * a challenger is fitted on all rows since the champion's fit and takes its place only if better on held-out rows by
 * more than one standard error.
 * @param rows all rows in the order in which they were labelled
 */
export async function continualRefit<H, R>(
  learned: Learned<H>, rows: readonly R[], kind: HeadKind<H, R>,
  { every = refitEvery, date, random }: { readonly every?: number; readonly date: string; readonly random: () => number },
): Promise<{ readonly learned: Learned<H>; readonly verdict: Verdict<H, R> | null }> {
  if (rows.length - learned.triedAt < every) return { learned, verdict: null };
  const verdict = await fitChallenger({ ...kind, champion: learned.champion, rows: rows.slice(learned.fittedAt), random });
  if (!verdict.isPromoted) return { learned: { ...learned, triedAt: rows.length }, verdict };
  const { lossBefore, lossAfter, standardError } = verdict;
  const former: FormerHead<H> = { head: learned.champion, until: date, challenge: { rows: verdict.rows, lossBefore, lossAfter, standardError } };
  return { learned: { champion: verdict.challenger, history: [former, ...learned.history].slice(0, historyLength), fittedAt: rows.length, triedAt: rows.length }, verdict };
}

/** Puts a former head back (0: the newest); the present one takes the first place of the history, so that the way back is open. */
export function goBack<H>(learned: Learned<H>, date: string, index = 0): Learned<H> {
  const chosen = learned.history[index];
  if (!chosen) return learned;
  const others = learned.history.filter((_, i) => i !== index);
  return { ...learned, champion: chosen.head, history: [{ head: learned.champion, until: date, challenge: null }, ...others] };
}
