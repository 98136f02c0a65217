import { examineChain } from '../../../shared/exam/goldExaminer.ts';
import { alwaysOn, computeFeatures, type FeatureValues } from '../../../shared/switching/features/index.ts';
import type { ExaminedStep } from '../../../shared/switching/gate/fitHead.ts';
import type { Candidate } from '../../../shared/switching/policy.ts';
import type { EvalProblem } from './data/evalProblem.ts';
import { numericProblem } from '../exam/goldWay.ts';
import type { LoggedAnswer, LoggedStep } from './answersFile.ts';

/** A step that the local model wrote, judged by the gold examiner; with the candidate, so that other scores can be computed. */
export interface OwnStep extends ExaminedStep { readonly candidate: Candidate; readonly question: string; readonly hasResult: boolean }

/**
 * The local model's own steps in chains that it wrote alone, up to and with the first wrong one: what comes behind an
 * error has no label.
 */
export function ownSteps(answers: readonly LoggedAnswer[], problems: ReadonlyMap<string, EvalProblem>): readonly OwnStep[] {
  return answers.flatMap((answer) => {
    const problem = problems.get(answer.problem);
    const numeric = problem && numericProblem(problem);
    if (!numeric) return [];
    const { steps, question } = answer.view;
    const verdicts = examineChain(numeric.way, steps.map((step) => step.text), true);
    const firstWrong = verdicts.findIndex((verdict) => verdict.verdict === 'wrong');
    return steps.slice(0, firstWrong < 0 ? steps.length : firstWrong + 1).map((step, position): OwnStep => {
      const candidate = candidateOf(step);
      const accepted = steps.slice(0, position).map(({ text }) => ({ by: 'local' as const, text }));
      return {
        values: computeFeatures(alwaysOn, { question, steps: accepted, position }, candidate), wrong: position === firstWrong ? 1 : 0,
        problem: answer.problem, candidate, question, hasResult: verdicts[position]?.reason !== 'noResult',
      };
    });
  });
}

/** The always-on features of every step of a chain that the local model wrote alone. */
export function chainValues({ view: { steps, question } }: LoggedAnswer): readonly FeatureValues[] {
  return steps.map((step, position) => computeFeatures(alwaysOn, { question, steps: steps.slice(0, position).map(({ text }) => ({ by: 'local' as const, text })), position }, candidateOf(step)));
}

function candidateOf(step: LoggedStep): Candidate {
  return { text: step.text, reason: step.kind === 'answer' ? 'answer' : 'step', tokens: step.tokens, tools: step.tools };
}
