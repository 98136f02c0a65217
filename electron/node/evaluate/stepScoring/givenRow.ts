import path from 'node:path';
import { z } from 'zod';
import { normalised } from '../../../../shared/exam/mistakes/correctedMistakes.ts';
import type { GoldWay } from '../../../../shared/exam/goldExaminer.ts';
import { seededRandom } from '../../../../shared/switching/random.ts';
import { numericProblem } from '../../exam/goldWay.ts';
import { callKey } from '../calls/callCache.ts';
import type { DatasetId, EvalProblem } from '../data/evalProblem.ts';
import { readProblems } from '../data/readProblems.ts';
import { TandemError } from '../../../../shared/errors.ts';

export type GivenRow = Extract<EvalProblem, { readonly kind: 'stepLabels' }>;

/** A scored row: what was measured of its steps, without a word of the data set. */
export const scoredRowSchema = z.object({
  /** Of the model, how it is asked, the question and the steps. */
  key: z.string(),
  id: z.string(), dataset: z.string(), firstWrong: z.number().int(),
  steps: z.array(z.object({ values: z.record(z.string(), z.number().nullable()), evaluated: z.number() })).readonly(),
  /** Why there are no steps, where the row could not be scored. */
  refused: z.string().optional(),
  ms: z.number(),
});
export type ScoredRow = Readonly<z.infer<typeof scoredRowSchema>>;

/** Counts up when features or the evaluation of given text change. */
const version = 1;
export function rowKey(row: GivenRow, model: string, profile: string): string {
  return callKey({ version, model, profile, question: row.question, steps: row.steps });
}

/** @param n at most so many of each file, drawn by the seed and left in the file's order; null: all */
export async function readRows(files: readonly string[], n: number | null, seed: number): Promise<readonly GivenRow[]> {
  const rows: GivenRow[] = [];
  for (const [index, file] of files.entries()) {
    const all: GivenRow[] = [];
    for await (const problem of readProblems(file)) {
      if (problem.kind !== 'stepLabels') throw new TandemError('badInput', `${path.basename(file)} holds no judged steps. Files that do: ProcessBench and BIG-Bench-Mistake.`);
      all.push(problem);
    }
    rows.push(...drawn(all, n, seededRandom(seed, index)));
  }
  return rows;
}

function drawn(rows: readonly GivenRow[], n: number | null, random: () => number): readonly GivenRow[] {
  if (n === null || n >= rows.length) return rows;
  const taken = new Set(rows.map((_, i) => ({ i, r: random() })).toSorted((a, b) => a.r - b.r).slice(0, n).map(({ i }) => i));
  return rows.filter((_, i) => taken.has(i));
}

/** Known ways to the answer by question, for the gold examiner's own error rate. */
export async function goldsOf(files: readonly string[]): Promise<ReadonlyMap<string, GoldWay>> {
  const ways = new Map<string, GoldWay>();
  for (const file of files) {
    for await (const problem of readProblems(file)) {
      const numeric = numericProblem(problem);
      if (numeric) ways.set(normalised(problem.question), numeric.way);
    }
  }
  return ways;
}

export const datasetName = (dataset: string): string => names[dataset] ?? dataset;
const names: Readonly<Record<string, string>> = { processBench: 'ProcessBench', bigBenchMistake: 'BIG-Bench-Mistake' } satisfies Partial<Record<DatasetId, string>>;
