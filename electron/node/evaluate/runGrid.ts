import { createHash } from 'node:crypto';
import { TandemError } from '../../../shared/errors.ts';
import { answerOnce, type Answered, type AnswerSetup } from './answerOnce.ts';
import type { EvalProblem } from './data/evalProblem.ts';
import { isRight } from './isRight.ts';
import type { GridPoint } from './policyGrid.ts';

/** What came out of one problem at one point. */
export interface GridResult { readonly point: number; readonly problem: EvalProblem; readonly right: 0 | 1; readonly answered: Answered }

/**
 * Works problem by problem through all points, several problems at once: whenever it is stopped, the problems that are
 * done are done for every policy, and pairs stay pairs.
 */
export async function runGrid(
  problems: readonly EvalProblem[], grid: readonly GridPoint[], setup: AnswerSetup & { readonly atOnce: number },
  onProblem: (results: readonly GridResult[]) => void, signal: AbortSignal,
): Promise<void> {
  const queue = problems.values();
  const work = async () => {
    for (const problem of queue) {
      if (signal.aborted) return;
      const results: GridResult[] = [];
      for (const [index, { policy, dial, isTaught = false }] of grid.entries()) {
        const answered = await answerOnce(problem, policy, dial ?? 0.5, { ...setup, teach: isTaught ? setup.teach : undefined, seed: seedOf(setup.seed, problem.id) }, signal);
        if (answered.view.status === 'failed') throw new TandemError('engineFailed', `${policy.id} could not answer ${problem.id}: ${answered.view.error?.message ?? ''} What was computed is kept in the cache; start again to go on.`);
        results.push({ point: index, problem, right: problem.kind === 'answer' ? isRight(answered.view.answer, problem.gold) : 0, answered });
      }
      onProblem(results);
    }
  };
  await Promise.all(Array.from({ length: setup.atOnce }, work));
}

/** Policies draw anew for each problem, and alike in each evaluation. */
function seedOf(seed: number, problem: string): number {
  return (createHash('sha256').update(`${seed} ${problem}`).digest().readUInt32BE(0)) & 0x7fff_ffff;
}
