import { createHash } from 'node:crypto';
import { answerOnce, type Answered, type AnswerSetup } from './answerOnce.ts';
import type { EvalProblem } from './data/evalProblem.ts';
import type { OracleAnswer } from './oracle.ts';
import type { GridPoint } from './policyGrid.ts';
import { scoreWithoutSandbox, type ScoreAnswer } from './scoreAnswer.ts';

/** What came out of one problem at one point. */
export interface GridResult { readonly point: number; readonly problem: EvalProblem; readonly right: number; readonly answered: Answered; /** Set where the oracle found it. */ readonly oracle?: { readonly branches: number; readonly end: OracleAnswer['end'] } }

/**
 * Works problem by problem through all points, several problems at once: whenever it is stopped, the problems that are
 * done are done for every policy, and pairs stay pairs.
 */
export async function runGrid(
  problems: readonly EvalProblem[], grid: readonly GridPoint[], setup: AnswerSetup & { readonly atOnce: number; /** Needed for programs. */ readonly scoreAnswer?: ScoreAnswer; /** Searched after all points of a problem. */ readonly oracle?: (problem: EvalProblem, seed: number, signal: AbortSignal) => Promise<OracleAnswer> },
  onProblem: (results: readonly GridResult[]) => void, signal: AbortSignal,
): Promise<void> {
  const queue = problems.values();
  const work = async () => {
    for (const problem of queue) {
      if (signal.aborted) return;
      const results: GridResult[] = [];
      for (const [index, { policy, dial, changed, asksItself }] of grid.entries()) {
        const own = { ...setup, changed, asksItself, seed: seedOf(setup.seed, problem.id) };
        const answered = await answerOnce(problem, policy, dial ?? 0.5, own, signal);
        results.push({ point: index, problem, right: await (setup.scoreAnswer ?? scoreWithoutSandbox)(problem, answered.view.answer, signal), answered });
      }
      if (setup.oracle) {
        const { right, answered, branches, end } = await setup.oracle(problem, seedOf(setup.seed, problem.id), signal);
        results.push({ point: -1, problem, right, answered, oracle: { branches, end } });
      }
      onProblem(results);
    }
  };
  await Promise.all(Array.from({ length: setup.atOnce }, work));
}

/** Policies draw anew for each problem, and alike in each evaluation. */
export function seedOf(seed: number, problem: string): number {
  return (createHash('sha256').update(`${seed} ${problem}`).digest().readUInt32BE(0)) & 0x7fff_ffff;
}
