import { numericMatch } from '../../../shared/learn/scoring/numeric.ts';
import type { GoldWay } from '../../../shared/exam/goldExaminer.ts';
import { stepResult } from '../../../shared/exam/goldExaminer.ts';
import { agreesAsWritten } from '../../../shared/agent/tools/calculator.ts';
import type { ExamProblem } from '../../../shared/exam/examProblem.ts';
import type { EvalProblem, Gold, GoldLine } from '../evaluate/data/evalProblem.ts';
import { isRight } from '../evaluate/isRight.ts';

/** An answer that is no number: a few words, or yes or no. */
export type WordGold = Extract<Gold, { readonly rule: 'words' | 'yesNo' }>;

/** A problem whose answer is a number and whose way there may be known: what the gold examiner can work with. Or, with `gold`, one whose answer is in words. */
export interface NumericProblem {
  readonly id: string; readonly data: string; readonly question: string;
  readonly documents: readonly { readonly title: string; readonly text: string }[];
  /** NaN where `gold` is the answer. */
  readonly answer: number; readonly tolerance: number;
  readonly gold?: WordGold;
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

/** More words than that are no answer that could be compared. */
const longestAnswer = 60;

/** A user's example whose answer is a few words, or yes or no; null for any other. */
export function wordProblem(problem: EvalProblem): NumericProblem | null {
  if (problem.kind !== 'answer') return null;
  const { gold, id, dataset: data, question, documents } = problem;
  if (gold.rule !== 'yesNo' && !(gold.rule === 'words' && gold.accepted.every((words) => words.length <= longestAnswer))) return null;
  return { id, data, question, documents, answer: Number.NaN, tolerance: 0, gold, lines: [], way: { answer: Number.NaN, steps: [] } };
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
  const { gold } = problem;
  if (gold === undefined) return numericMatch(text, problem.answer, problem.tolerance);
  return isRight(text, gold) === 1 || isRight(behindLabel(text), gold) === 1;
}

/** "So the answer is Ulm" says Ulm. */
function behindLabel(text: string): string {
  return /.*\banswer\b(?:\s+is\b)?\s*:?\s*(.*)$/is.exec(text)?.[1] ?? '';
}

/** The first gold line whose value no accepted step has come to yet; null when the way is done. */
export function nextGoldLine(problem: NumericProblem, accepted: readonly string[]): string | null {
  const reached = accepted.map((text) => stepResult(text, false)).filter((value) => value !== null);
  return problem.lines.find((line) => !reached.some((value) => agreesAsWritten(value, String(line.value))))?.text ?? null;
}
