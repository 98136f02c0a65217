import { z } from 'zod';
import { rowFormat, type RowFormat } from './rowFormat.ts';

const text = z.string().trim().min(1);

/** Rows whose steps were judged by people, and programs to be written. */
export const labelFormats: readonly RowFormat[] = [
  rowFormat({
    dataset: 'processBench', name: 'ProcessBench', claims: (fields) => fields.has('steps') && fields.has('label'),
    schema: z.object({ id: text, problem: text, steps: z.array(z.string()).min(1), final_answer_correct: z.boolean(), label: z.number().int().min(-1) }),
    translate: (row) => row.label >= row.steps.length
      ? { problem: `its label ${row.label} names a step that is not there` }
      : { kind: 'stepLabels', dataset: 'processBench', id: row.id, question: row.problem, documents: [], steps: row.steps, firstWrong: row.label, answerRight: row.final_answer_correct },
  }),
  rowFormat({
    dataset: 'bigBenchMistake', name: 'BIG-Bench Mistake', claims: (fields) => fields.has('steps') && fields.has('mistake_index'),
    schema: z.object({ input: text, steps: z.array(z.string()).min(1), answer: z.string(), target: z.string(), mistake_index: z.number().int().min(0).nullable() }),
    translate: (row, line) => (row.mistake_index ?? -1) >= row.steps.length
      ? { problem: `its mistake_index ${row.mistake_index} names a step that is not there` }
      : {
          kind: 'stepLabels', dataset: 'bigBenchMistake', id: `bigBenchMistake-${line}`, question: row.input, documents: [], steps: row.steps,
          firstWrong: row.mistake_index ?? -1, answerRight: row.answer.trim() === row.target.trim(),
        },
  }),
  rowFormat({
    dataset: 'humanEval', name: 'HumanEval', claims: (fields) => fields.has('entry_point') && fields.has('test'),
    schema: z.object({ task_id: text, prompt: z.string().min(1), entry_point: z.string().regex(/^[A-Za-z_]\w*$/, 'not a Python name'), canonical_solution: z.string(), test: z.string().min(1) }),
    translate: (row) => ({
      kind: 'code', dataset: 'humanEval', id: row.task_id, question: row.prompt, documents: [], entryPoint: row.entry_point, tests: row.test, solution: row.canonical_solution,
    }),
  }),
];
