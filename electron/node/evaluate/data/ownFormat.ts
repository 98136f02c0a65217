import { z } from 'zod';
import { examProblemSchema } from '../../../../shared/exam/examProblem.ts';
import type { Gold } from './evalProblem.ts';
import { rowFormat, type RowFormat } from './rowFormat.ts';

const questionNames = ['question', 'problem', 'prompt', 'input'];
const answerNames = ['answer', 'gold', 'target', 'solution', 'expected'];

/** Column names as people write them: any case, any usual word. */
function named(row: unknown): unknown {
  if (typeof row !== 'object' || row === null) return row;
  const fields = new Map(Object.entries(row).map(([name, value]: [string, unknown]) => [name.trim().toLowerCase(), value]));
  const first = (names: readonly string[]) => names.map((name) => fields.get(name)).find((value) => value !== undefined && value !== null);
  const optional = (name: string) => (fields.get(name) === undefined || fields.get(name) === null || fields.get(name) === '' ? {} : { [name]: fields.get(name) });
  return { question: first(questionNames), answer: first(answerNames), ...optional('documents'), ...optional('steps'), ...(fields.has('id') && fields.get('id') !== '' ? { id: String(fields.get('id')) } : {}) };
}

/** A number as people write it (`$1,234.50`, `12 %`), or null. */
export function asNumber(answer: string | number): number | null {
  if (typeof answer === 'number') return Number.isFinite(answer) ? answer : null;
  const written = /^[$€£]?\s*(-?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d+)?)\s*%?$/.exec(answer.trim())?.[1];
  return written === undefined || !/\d/.test(written) ? null : Number(written.replaceAll(',', ''));
}

/** The user's own examples: a question and an answer, more if they have it. Numbers are compared as numbers, other answers by their words. */
export const ownFormat: RowFormat = rowFormat({
  dataset: 'own', name: 'your own examples',
  claims: (fields) => [...fields].some((name) => questionNames.includes(name.trim().toLowerCase())),
  schema: z.preprocess(named, examProblemSchema),
  translate: (row, line) => ({
    kind: 'answer', dataset: 'own', id: row.id ?? `line ${line}`, question: row.question, documents: row.documents ?? [], gold: goldOf(row.answer),
    ...(row.steps ? { goldSteps: row.steps } : {}),
  }),
});

function goldOf(answer: string | number | boolean): Gold {
  if (typeof answer === 'boolean') return { rule: 'yesNo', value: answer };
  const value = asNumber(answer);
  if (value !== null) return { rule: 'number', value, tolerance: 0 };
  const words = String(answer);
  return /^(?:yes|no|true|false)$/i.test(words) ? { rule: 'yesNo', value: /^(?:yes|true)$/i.test(words) } : { rule: 'words', accepted: [words] };
}
