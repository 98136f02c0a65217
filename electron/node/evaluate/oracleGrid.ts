import { TandemError } from '../../../shared/errors.ts';
import type { AnswerSetup } from './answerOnce.ts';
import type { EvalProblem } from './data/evalProblem.ts';
import { oracleOf, usualOracleLimits, type OracleAnswer, type OracleLimits } from './oracle.ts';
import type { ScoreAnswer } from './scoreAnswer.ts';

/** Takes `oracle` or `oracle@60` (branches for one problem at most) out of a list of policies: it is no policy that could run in the app. */
export function gridAndOracle(text: string): { readonly policies: string; readonly oracle: OracleLimits | null } {
  const parts = text.split(',').map((part) => part.trim());
  const wish = parts.find((part) => /^oracle(?:@|$)/.test(part));
  if (wish === undefined) return { policies: text, oracle: null };
  const rest = parts.filter((part) => part !== wish);
  const branches = wish === 'oracle' ? usualOracleLimits.maxBranches : Number(wish.slice('oracle@'.length));
  if (!Number.isInteger(branches) || branches < 1 || branches > 10_000) throw new TandemError('badInput', 'Behind oracle@ stands how many branches may be tried for one problem, 1 to 10000.');
  if (rest.length === 0) throw new TandemError('badInput', 'The oracle is a yardstick for other policies: name at least one, for example localOnly,oracle.');
  return { policies: rest.join(','), oracle: { ...usualOracleLimits, maxBranches: branches } };
}

export function answerWithOracle(setup: AnswerSetup & { readonly scoreAnswer: ScoreAnswer }, limits: OracleLimits) {
  return (problem: EvalProblem, seed: number, signal: AbortSignal): Promise<OracleAnswer> => oracleOf(problem, { ...setup, changed: undefined, seed }, limits, signal);
}
