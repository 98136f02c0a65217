import { numericMatch } from '../../../shared/learn/scoring/numeric.ts';
import type { GoldWay } from '../../../shared/exam/goldExaminer.ts';
import { stepResult } from '../../../shared/exam/goldExaminer.ts';
import { agreesAsWritten } from '../../../shared/agent/tools/calculator.ts';
import type { ExamProblem } from '../../../shared/exam/examProblem.ts';
import type { EvalProblem, GoldLine } from '../evaluate/data/evalProblem.ts';

/** A problem whose answer is a number and whose way there may be known: what the gold examiner can work with. */
export interface NumericProblem {
  readonly id: string; readonly data: string; readonly question: string;
  readonly documents: readonly { readonly title: string; readonly text: string }[];
  readonly answer: number; readonly tolerance: number;
  readonly lines: readonly { readonly text: string; readonly value: number }[];
  readonly way: GoldWay;
}

/**
 * Whether nothing is known of the way, so that steps are told by finishing chains. The few rows of GSM8K without
 * annotated values stay with gold lines, as in the published call logs.
 */
export function hasOnlyAnswer({ data, lines, way }: NumericProblem): boolean {
  return lines.length === 0 && way.steps.length === 0 && data !== 'gsm8k';
}

/** Null where the answer is no number. */
export function numericProblem(problem: EvalProblem): NumericProblem | null {
  if (problem.kind !== 'answer' || problem.gold.rule !== 'number') return null;
  const gold = problem.goldSteps ?? [];
  return {
    id: problem.id, data: problem.dataset, question: problem.question, documents: problem.documents,
    answer: problem.gold.value, tolerance: problem.gold.tolerance,
    lines: gold.flatMap((line) => (typeof line.value === 'number' ? [{ text: line.text, value: line.value }] : [])),
    way: { answer: problem.gold.value, steps: gold.flatMap(calculations) },
  };
}

/** A problem of the built-in exam. */
export function builtInNumeric(problem: ExamProblem & { readonly id: string }): NumericProblem | null {
  if (typeof problem.answer !== 'number') return null;
  const steps = problem.steps ?? [];
  return {
    id: problem.id, data: 'builtIn', question: problem.question, documents: problem.documents ?? [], answer: problem.answer, tolerance: 0,
    lines: steps.map(({ text, value }) => ({ text, value })), way: { answer: problem.answer, steps },
  };
}

function calculations(line: GoldLine): GoldWay['steps'] {
  const own = typeof line.value === 'number' ? [{ ...(line.expression === undefined ? {} : { expression: line.expression }), value: line.value }] : [];
  return [...(line.also ?? []), ...own];
}

export function isRightAnswer(problem: NumericProblem, text: string): boolean {
  return numericMatch(text, problem.answer, problem.tolerance);
}

/** The first gold line whose value no accepted step has come to yet; null when the way is done. */
export function nextGoldLine(problem: NumericProblem, accepted: readonly string[]): string | null {
  const reached = accepted.map((text) => stepResult(text, false)).filter((value) => value !== null);
  return problem.lines.find((line) => !reached.some((value) => agreesAsWritten(value, String(line.value))))?.text ?? null;
}
