import type { Verdict } from '../../../shared/learn/challenger/fitChallenger.ts';
import type { Refit } from '../../../shared/learn/challenger/linearHead.ts';

/** What came of a challenge, with its figures. */
export function verdictWords({ isPromoted, rows, groups, lossBefore, lossAfter, standardError }: Pick<Verdict<unknown>, 'isPromoted' | 'rows' | 'groups' | 'lossBefore' | 'lossAfter' | 'standardError'>, refit: Refit): string {
  const what = refit === 'weights' ? 'A new head' : 'The head with a new level and slope';
  if (lossBefore === 0 && lossAfter === 0) return `${what} was fitted to ${rows} marked steps and not used: they come from too few chats (${groups}) to be held out.`;
  const figures = `log-loss ${lossAfter.toFixed(3)} instead of ${lossBefore.toFixed(3)} on marked steps that it had not seen, standard error of the difference ${standardError.toFixed(3)}`;
  return isPromoted
    ? `${what}, fitted to ${rows} marked steps from ${groups} chats, took the former one's place: ${figures}.`
    : `${what} was fitted to ${rows} marked steps from ${groups} chats and not used, because it was not clearly better: ${figures}.`;
}
