import type { ExamProgress } from '../../../shared/contract/gate.ts';
import type { ExamChain } from '../../../shared/exam/chain.ts';
import { secondRoundWords } from '../../../shared/exam/secondRound.ts';
import { auroc, type Predicted } from '../../../shared/learn/metrics.ts';
import { bootstrap } from '../../../shared/learn/resample.ts';
import { probabilityWrong } from '../../../shared/switching/gate/fitHead.ts';
import { basisWords, type GateFile } from '../../../shared/switching/gate/gateFile.ts';
import { uncalibratedDoubt } from '../../../shared/switching/policies/uncalibrated.ts';
import { seededRandom } from '../../../shared/switching/random.ts';
import { sourceName } from './examProblems.ts';
import type { ExamPlan } from './examFolder.ts';

/** Few enough to be told after each problem. */
const draws = 200;

/**
 * How far an exam is. Its AUROC is that of the gate from before the exam, which has seen none of these steps: also
 * after a pause, which fits another one on them.
 */
export function examProgress(plan: ExamPlan, chains: readonly ExamChain[], before: GateFile | null, elapsedMs: number): ExamProgress {
  const rows = chains.map((chain) => chain.steps.flatMap((step): Predicted[] => {
    if (step.wrong === null) return [];
    const context = { question: chain.question, history: [], steps: [], shape: 'steps' as const, position: step.position, random: () => 0 };
    return [{ p: before ? probabilityWrong(before.head, step.values) : uncalibratedDoubt(context, step.candidate).value, y: step.wrong }];
  }));
  const steps = rows.flat();
  const wrong = steps.filter((step) => step.y === 1).length;
  return {
    source: sourceName(plan.source), problems: chains.length, plannedProblems: plan.problems, steps: steps.length, wrong,
    rightUnaided: chains.filter((chain) => chain.rightUnaided).length,
    auroc: wrong > 0 && wrong < steps.length ? bootstrap(rows, auroc, seededRandom(plan.seed), draws) : null,
    elapsedMs, remainingMs: remaining(plan, chains.length, elapsedMs), ...(chains.at(-1)?.round === 2 ? { round: 2 as const } : {}),
  };
}

function remaining(plan: ExamPlan, done: number, elapsedMs: number): number | null {
  if (plan.seconds !== null) return Math.max(0, plan.seconds * 1000 - elapsedMs);
  if (plan.problems === null || done === 0) return null;
  return (elapsedMs / done) * Math.max(0, plan.problems - done);
}

/** @param gate what came of it; null where nothing could be fitted, undefined where another head has taken its place */
export function finishedWords({ problems, rightUnaided, steps, wrong }: ExamProgress, gate: GateFile | null | undefined): string {
  const found = `${problems} ${problems === 1 ? 'problem' : 'problems'} examined: ${rightUnaided} right without help, ${wrong} of ${steps} steps wrong.`;
  if (gate === undefined) return found;
  if (gate === null) return `${found} ${oneKindWords(steps, wrong)}`;
  const second = gate.measured.secondRound ? ` ${secondRoundWords(gate.measured.secondRound)}` : '';
  return `${found} ${basisWords({ file: gate, basis: 'exam' })}${second}`;
}

/** Why there is nothing to fit, and no head of a like model to fall back on. */
export function oneKindWords(steps: number, wrong: number): string {
  if (steps === 0) return 'None of the steps could be told right or wrong, so nothing was fitted: take easier or more examples, or an expert.';
  return `All of these steps were ${wrong === 0 ? 'right' : 'wrong'}, so nothing could be learnt about telling wrong from right, and nothing was changed. Take a ${wrong === 0 ? 'harder' : 'easier'} or a longer exam.`;
}
