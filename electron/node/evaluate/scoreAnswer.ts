import { TandemError } from '../../../shared/errors.ts';
import type { EvalProblem } from './data/evalProblem.ts';
import { worthOf } from './isRight.ts';
import { scoreHumanEval } from './sandbox/humanEval.ts';
import { openPythonSandbox, type PythonSandbox } from './sandbox/pythonSandbox.ts';

/** What an answer is worth, 0 to 1, by its data set's own rule. */
export type ScoreAnswer = (problem: EvalProblem, answer: string | null, signal: AbortSignal) => Promise<number>;

/** @param open how a sandbox is had; proved before anything of a model is run, and only where there are programs */
export async function answerScorer(problems: readonly EvalProblem[], open: () => Promise<PythonSandbox> = openPythonSandbox): Promise<ScoreAnswer> {
  if (problems.some((problem) => problem.kind === 'stepLabels')) throw new TandemError('badInput', 'These rows are steps that people have judged, with nothing to be answered. Nothing was run; leave that file out of --data and score it with "score-steps".');
  const sandbox = problems.some((problem) => problem.kind === 'code') ? await open() : null;
  return async (problem, answer, signal) => {
    if (problem.kind === 'answer') return worthOf(answer, problem.gold);
    if (problem.kind === 'stepLabels' || sandbox === null || answer === null) return 0;
    return (await scoreHumanEval(problem, answer, sandbox, signal)).passed ? 1 : 0;
  };
}

/** For rows without programs. */
export const scoreWithoutSandbox: ScoreAnswer = (problem, answer) => Promise.resolve(problem.kind === 'answer' ? worthOf(answer, problem.gold) : 0);
