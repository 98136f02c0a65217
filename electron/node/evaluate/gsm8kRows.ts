import fs from 'node:fs';
import { z } from 'zod';
import { TandemError } from '../../../shared/errors.ts';

export interface Gsm8kRow { readonly index: number; readonly question: string; readonly gold: number; readonly goldValues: readonly number[] }

const rowSchema = z.object({ question: z.string().min(1), answer: z.string() });

/** Rows of a GSM8K file: the gold answer after `####` and every intermediate value of `<<a=b>>`. Row numbers are 0-based. */
export function readGsm8k(file: string, offset: number, count: number): readonly Gsm8kRow[] {
  const lines = fs.readFileSync(file, 'utf8').split('\n').filter((line) => line.trim() !== '');
  return lines.slice(offset, offset + count).map((line, i) => {
    const parsed = rowSchema.safeParse(JSON.parse(line));
    const gold = parsed.success ? Number(parsed.data.answer.split('####')[1]?.replaceAll(',', '').trim()) : Number.NaN;
    if (!parsed.success || !Number.isFinite(gold)) throw new TandemError('badInput', `Line ${offset + i + 1} of the data has no question with a gold answer after "####".`);
    const goldValues = [...parsed.data.answer.matchAll(/=\s*([-\d.,]+)\s*>>/g)].map((match) => Number(match[1]?.replaceAll(',', ''))).filter(Number.isFinite);
    return { index: offset + i, question: parsed.data.question, gold, goldValues: [...goldValues, gold] };
  });
}

/** The last number of an answer, as GSM8K is scored; NaN where there is none. */
export function lastNumber(text: string): number {
  const found = text.replace(/(?<=\d),(?=\d{3})/g, '').match(/-?\d+(?:\.\d+)?/g);
  return Number(found?.at(-1) ?? Number.NaN);
}
