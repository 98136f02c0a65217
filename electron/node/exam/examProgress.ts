import type { ExamProgress } from '../../../shared/contract/gate.ts';
import type { ExamChain } from '../../../shared/exam/chain.ts';
import { auroc, type Predicted } from '../../../shared/learn/metrics.ts';
import { bootstrap } from '../../../shared/learn/resample.ts';
import { probabilityWrong } from '../../../shared/switching/gate/fitHead.ts';
import { uncalibratedDoubt } from '../../../shared/switching/policies/uncalibrated.ts';
import { seededRandom } from '../../../shared/switching/random.ts';
import { sourceName } from './examProblems.ts';
import type { ExamPlan } from './examFolder.ts';
import type { GateStore } from './gateStore.ts';

/** Few enough to be told after each problem. */
const draws = 200;

/** How far an exam is. Its AUROC is that of the gate from before, which has seen none of these steps. */
export function examProgress(plan: ExamPlan, chains: readonly ExamChain[], gates: GateStore, elapsedMs: number): ExamProgress {
  const gate = gates.forModel({ sha256: plan.modelSha256, profile: plan.profile });
  const rows = chains.map((chain) => chain.steps.flatMap((step): Predicted[] => {
    if (step.wrong === null) return [];
    const context = { question: chain.question, history: [], steps: [], shape: 'steps' as const, position: step.position, random: () => 0 };
    return [{ p: gate ? probabilityWrong(gate.file.head, step.values) : uncalibratedDoubt(context, step.candidate).value, y: step.wrong }];
  }));
  const steps = rows.flat();
  const wrong = steps.filter((step) => step.y === 1).length;
  return {
    source: sourceName(plan.source), problems: chains.length, plannedProblems: plan.problems, steps: steps.length, wrong,
    rightUnaided: chains.filter((chain) => chain.rightUnaided).length,
    auroc: wrong > 0 && wrong < steps.length ? bootstrap(rows, auroc, seededRandom(plan.seed), draws) : null,
    elapsedMs, remainingMs: remaining(plan, chains.length, elapsedMs),
  };
}

function remaining(plan: ExamPlan, done: number, elapsedMs: number): number | null {
  if (plan.seconds !== null) return Math.max(0, plan.seconds * 1000 - elapsedMs);
  if (plan.problems === null || done === 0) return null;
  return (elapsedMs / done) * Math.max(0, plan.problems - done);
}

export function finishedWords({ problems, rightUnaided, steps, wrong }: ExamProgress): string {
  const found = `${problems} ${problems === 1 ? 'problem' : 'problems'} examined: ${rightUnaided} right without help, ${wrong} of ${steps} steps wrong.`;
  if (wrong === 0 && steps > 0) return `${found} There were no mistakes to learn from, so the gate hardly asks; take a harder or a longer exam.`;
  return steps < 200 ? `${found} That is little: the probabilities are still rough. A longer exam makes them sharper.` : `${found} The gate is fitted to this model on this machine.`;
}
