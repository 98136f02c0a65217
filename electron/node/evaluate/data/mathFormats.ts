import { z } from 'zod';
import { gsmHardTolerance, svampTolerance } from '../../../../shared/learn/scoring/numeric.ts';
import type { GoldLine } from './evalProblem.ts';
import { rowFormat, type RowFormat } from './rowFormat.ts';

const text = z.string().trim().min(1);

/** The number behind `####`; null where there is none. */
export function gsm8kGold(answer: string): number | null {
  const written = /####\s*[$€£]?\s*(-?[\d,]*\.?\d+)\s*%?\s*$/.exec(answer.trim())?.[1];
  return written === undefined ? null : Number(written.replaceAll(',', ''));
}

/** Lines with their `<<expression=value>>`; lines without one hold no calculation. */
export function gsm8kLines(answer: string): readonly GoldLine[] {
  return (answer.split('####')[0] ?? '').split('\n').flatMap((line) => {
    const marks = [...line.matchAll(/<<([^<>=]*)=([^<>]*)>>/g)]
      .map((mark) => ({ expression: mark[1]?.trim() ?? '', value: Number(mark[2]?.replaceAll(/[,$%\s]/g, '') || Number.NaN) }))
      .filter((mark) => Number.isFinite(mark.value));
    const last = marks.at(-1);
    if (last === undefined) return [];
    const text = line.replace(/<<[^<>]*>>/g, '').replace(/^.*?\*\* /, '').trim();
    return [{ text, ...last, ...(marks.length > 1 ? { also: marks.slice(0, -1) } : {}) }];
  });
}

const gsm8kRow = z.object({ question: text, answer: text });
const readGsm8k = (dataset: 'gsm8k' | 'gsm8kSocratic') => (row: z.output<typeof gsm8kRow>, line: number) => {
  const value = gsm8kGold(row.answer);
  if (value === null || !Number.isFinite(value)) return { problem: 'its answer has no number behind "####"' };
  return {
    kind: 'answer' as const, dataset, id: `${dataset}-${line}`, question: row.question, documents: [],
    gold: { rule: 'number' as const, value, tolerance: 0 }, goldSteps: gsm8kLines(row.answer),
  };
};
const hasMark = (row: Readonly<Record<string, unknown>>, mark: RegExp): boolean => typeof row['answer'] === 'string' && mark.test(row['answer']);

export const mathFormats: readonly RowFormat[] = [
  rowFormat({
    dataset: 'gsm8kSocratic', name: 'GSM8K (socratic)', schema: gsm8kRow, translate: readGsm8k('gsm8kSocratic'),
    claims: (fields, row) => fields.has('question') && hasMark(row, /####/) && hasMark(row, /^[^\n]+ \*\* /),
  }),
  rowFormat({
    dataset: 'gsm8k', name: 'GSM8K', schema: gsm8kRow, translate: readGsm8k('gsm8k'),
    claims: (fields, row) => fields.has('question') && hasMark(row, /####|<<[^<>]*=/),
  }),
  rowFormat({
    dataset: 'gsmHard', name: 'GSM-Hard', claims: (fields) => fields.has('input') && fields.has('code'),
    schema: z.object({ input: text, code: z.string(), target: z.number() }),
    translate: (row, line) => ({
      kind: 'answer', dataset: 'gsmHard', id: `gsmHard-${line}`, question: row.input, documents: [], gold: { rule: 'number', value: row.target, tolerance: gsmHardTolerance },
    }),
  }),
  rowFormat({
    dataset: 'svamp', name: 'SVAMP', claims: (fields) => fields.has('Body') && fields.has('Question'),
    schema: z.object({ ID: text, Body: text, Question: text, Equation: z.string(), Answer: z.number() }),
    translate: (row) => ({
      // The body of many rows stops in mid-sentence, and the question goes on.
      kind: 'answer', dataset: 'svamp', id: row.ID, question: `${row.Body}${/[.,?!]$/.test(row.Body) ? '' : ','} ${row.Question}`, documents: [],
      gold: { rule: 'number', value: row.Answer, tolerance: svampTolerance },
    }),
  }),
  rowFormat({
    dataset: 'math', name: 'MATH', claims: (fields) => fields.has('problem') && fields.has('solution') && fields.has('answer'),
    schema: z.object({ problem: text, solution: z.string(), answer: text, unique_id: text.optional() }),
    translate: (row, line) => ({
      kind: 'answer', dataset: 'math', id: row.unique_id ?? `math-${line}`, question: row.problem, documents: [], gold: { rule: 'math', latex: row.answer },
    }),
  }),
];
