import { createHash } from 'node:crypto';
import type { ExpertModel, LocalModel } from '../../../shared/agent/model.ts';
import type { ProfileTree } from '../../../shared/hera/tree.ts';
import { isAbort } from '../../../shared/errors.ts';
import { seededRandom } from '../../../shared/switching/random.ts';
import type { CallCache } from '../evaluate/calls/callCache.ts';
import { cachedExpert, cachedLocal } from '../evaluate/calls/cachedModels.ts';
import type { EvalProblem } from '../evaluate/data/evalProblem.ts';
import { isRight } from '../evaluate/isRight.ts';
import type { SwitchedOnce } from '../../../shared/hera/figures/switchesByPart.ts';
import { growTree, switchEachOnce, type TreeLimits } from './growTree.ts';

export interface ProfilePlan {
  readonly local: LocalModel;
  readonly expert: ExpertModel;
  readonly cache: CallCache;
  readonly profile: string;
  readonly seed: number;
  /** Requests profiled at once. */
  readonly atOnce: number;
  readonly limits: TreeLimits;
  /** Known from an interrupted profile: not grown again. */
  readonly done: ReadonlySet<string>;
  readonly onTree: (tree: ProfileTree) => void;
  /** Whether the budget is used up: then what fails fails for that, and the others come to their end. */
  readonly isSpent?: () => boolean;
  /** Given, each step of both writers' answers is left to the other in turn as well, for requests not in `done`. */
  readonly switches?: { readonly done: ReadonlySet<string>; readonly onSwitched: (switched: readonly SwitchedOnce[]) => void };
}

/** Grows a tree for each request, several at once, until they, the budget or the signal end. */
export async function profileRequests(problems: readonly EvalProblem[], plan: ProfilePlan, signal: AbortSignal): Promise<void> {
  const local = cachedLocal(plan.local, plan.cache);
  const expert = cachedExpert(plan.expert, plan.cache);
  const isLeft = (problem: EvalProblem) => !plan.done.has(problem.id) || (plan.switches !== undefined && !plan.switches.done.has(problem.id));
  const queue = problems.filter((problem) => problem.kind === 'answer' && isLeft(problem)).values();
  const work = async () => {
    for (const problem of queue) {
      if (problem.kind !== 'answer') continue;
      if (signal.aborted) return;
      const setup = {
        local, expert, profile: plan.profile, limits: plan.limits, seed: plan.seed, random: seededRandom(plan.seed, numberOf(problem.id)), rightOf: (answer: string) => isRight(answer, problem.gold),
      };
      try {
        if (!plan.done.has(problem.id)) plan.onTree(await growTree(problem, setup, signal));
        if (plan.switches && !plan.switches.done.has(problem.id)) plan.switches.onSwitched(await switchEachOnce(problem, setup, signal));
      } catch (error) {
        // The steps of the unfinished tree are in the cache, so the next call goes on there.
        if (plan.isSpent?.() === true && isAbort(error) && !signal.aborted) return;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: plan.atOnce }, work));
}

/** A request's own randomness does not depend on what was profiled before it. */
function numberOf(id: string): number {
  return createHash('sha256').update(id).digest().readUInt32BE(0);
}
