import fs from 'node:fs';
import { z } from 'zod';
import { TandemError } from '../../../shared/errors.ts';

export interface Gsm8kRow { readonly question: string; readonly gold: number }

const rowSchema = z.object({ question: z.string().min(1), answer: z.string() });

/**
 * Rows of a GSM8K file: the question and the gold answer after `####`. Not `readProblems`, which trims questions: known
 * chains are found by theirs.
 */
export function readGsm8k(file: string, offset: number, count: number): readonly Gsm8kRow[] {
  const lines = fs.readFileSync(file, 'utf8').split('\n').filter((line) => line.trim() !== '');
  return lines.slice(offset, offset + count).map((line, i) => {
    const parsed = rowSchema.safeParse(JSON.parse(line));
    const gold = parsed.success ? Number(parsed.data.answer.split('####')[1]?.replaceAll(',', '').trim()) : Number.NaN;
    if (!parsed.success || !Number.isFinite(gold)) throw new TandemError('badInput', `Line ${offset + i + 1} of the data has no question with a gold answer after "####".`);
    return { question: parsed.data.question, gold };
  });
}

/** The last number of an answer, wherever it stands; NaN where there is none. Profiles were measured by this rule (docs/results/profiles.md), not by `statedNumber`, which looks behind "answer" first. */
export function lastNumber(text: string): number {
  const found = text.replace(/(?<=\d),(?=\d{3})/g, '').match(/-?\d+(?:\.\d+)?/g);
  return Number(found?.at(-1) ?? Number.NaN);
}
