import { agreesAsWritten } from '../../../shared/agent/tools/calculator.ts';
import { lastNumber } from '../evaluate/gsm8kRows.ts';

/** A problem with a known way: gold lines with their values, in order, and the answer. */
export interface ExamProblem { readonly id: string; readonly question: string; readonly lines: readonly { readonly text: string; readonly value: number }[]; readonly answer: number }

/** A GSM8K solution as lines with values; lines without `<<a=b>>` hold no step. */
export function goldLines(solution: string): ExamProblem['lines'] {
  return solution.split('\n').flatMap((line) => {
    const value = /=\s*([-\d.,]+)\s*>>/g;
    const values = [...line.matchAll(value)].map((match) => Number(match[1]?.replaceAll(',', '')));
    const last = values.at(-1);
    return last === undefined || !Number.isFinite(last) ? [] : [{ text: line.replace(/<<[^<>]*>>/g, '').trim(), value: last }];
  });
}

/** The number that a step came to: behind its last equals sign, or the answer's own. Null: it states no result. */
export function resultOf(text: string, isAnswer: boolean): number | null {
  const equations = [...text.matchAll(/=\s*[$€£]?\s*(-?\d[\d,]*(?:\.\d+)?)/g)];
  const last = equations.at(-1)?.[1];
  if (last !== undefined) return Number(last.replaceAll(',', ''));
  const answer = isAnswer ? lastNumber(text) : Number.NaN;
  return Number.isFinite(answer) ? answer : null;
}

/** Whether a value is one of the gold way's, allowing for the digits it was written with and for percentages as shares. */
export function isGoldValue(value: number, problem: ExamProblem): boolean {
  const golds = [...problem.lines.map((line) => line.value), problem.answer];
  return golds.some((gold) => [gold, gold / 100, gold * 100].some((same) => agreesAsWritten(String(value), String(same))));
}

/** The first gold line whose value no accepted step has come to yet; null when the way is done. */
export function nextGoldLine(problem: ExamProblem, accepted: readonly string[]): ExamProblem['lines'][number] | null {
  const reached = accepted.map((text) => resultOf(text, false)).filter((value) => value !== null);
  return problem.lines.find((line) => !reached.some((value) => agreesAsWritten(String(value), String(line.value)))) ?? null;
}
