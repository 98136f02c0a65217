import type { Score, SwitchPolicy } from '../../../shared/switching/policy.ts';
import { answerOnce, type Answered, type AnswerSetup } from './answerOnce.ts';
import type { EvalProblem } from './data/evalProblem.ts';
import type { ScoreAnswer } from './scoreAnswer.ts';

export interface OracleLimits {
  /** Expert steps at most. */
  readonly maxExperts: number;
  /** Branches tried for one problem at most. */
  readonly maxBranches: number;
}
export const usualOracleLimits: OracleLimits = { maxExperts: 3, maxBranches: 120 };

export interface OracleAnswer {
  /** 0-based steps that the expert writes, ascending. */
  readonly positions: readonly number[];
  readonly right: number;
  /** The branch itself. */
  readonly answered: Answered;
  readonly branches: number;
  /** `none`: nothing within the limit of expert steps is wholly right; the best branch with the fewest stands. */
  readonly end: 'found' | 'none' | 'budget';
}

/**
 * The smallest set of steps whose writing by the expert gives a right answer: all sets in order of their size (HERA's
 * paper, section 2.2, enumerates the writers of every subtask; a laptop stops at three expert steps). A branch goes on
 * from its shorter prefix in the call cache, so only what is behind its last expert step is new.
 */
export async function oracleOf(problem: EvalProblem, setup: AnswerSetup & { readonly scoreAnswer: ScoreAnswer }, limits: OracleLimits, signal: AbortSignal): Promise<OracleAnswer> {
  let branches = 0;
  const walk = async (positions: readonly number[]): Promise<Branch> => {
    branches += 1;
    const answered = await answerOnce(problem, assigning(new Set(positions)), 0.5, setup, signal);
    const right = answered.view.status === 'failed' ? 0 : await setup.scoreAnswer(problem, answered.view.answer, signal);
    return { positions, right, answered };
  };
  let best = await walk([]);
  let level: readonly Branch[] = [best];
  const done = (end: OracleAnswer['end']): OracleAnswer => ({ ...best, branches, end });
  if (best.right === 1) return done('found');
  for (let size = 1; size <= limits.maxExperts && setup.expert !== null; size += 1) {
    const next: Branch[] = [];
    for (const shorter of level) {
      for (let position = (shorter.positions.at(-1) ?? -1) + 1; position < shorter.answered.steps; position += 1) {
        if (branches >= limits.maxBranches) return done('budget');
        const branch = await walk([...shorter.positions, position]);
        if (branch.right > best.right) best = branch;
        if (branch.right === 1) return done('found');
        next.push(branch);
      }
    }
    level = next;
  }
  return done('none');
}

interface Branch { readonly positions: readonly number[]; readonly right: number; readonly answered: Answered }

/** Who writes is settled beforehand. The id only says that it is no policy with a way of writing of its own. */
function assigning(experts: ReadonlySet<number>): SwitchPolicy {
  const fixed = (value: 0 | 1): Score => ({ value, meaning: 'fixed', calibrated: false, parts: [], costMs: 0 });
  return { id: 'random', beforeStep: ({ position }) => Promise.resolve(fixed(experts.has(position) ? 1 : 0)) };
}
