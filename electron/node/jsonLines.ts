import fs from 'node:fs';
import path from 'node:path';
import type { z } from 'zod';
import { linesOf } from './evaluate/calls/linesOf.ts';

/** What the whole lines of a JSONL file say, and how many are damaged: a kill may have cut one short. Nothing where there is no file. */
export function readJsonLines<T>(file: string, schema: z.ZodType<T>): { readonly rows: readonly T[]; readonly damaged: number } {
  const rows: T[] = [];
  let damaged = 0;
  for (const { text } of linesOf(file)) {
    if (text === '') continue;
    const row = schema.safeParse(parsedOrNull(text));
    if (row.success) rows.push(row.data);
    else damaged += 1;
  }
  return { rows, damaged };
}

/** Half a line that a kill left behind is ended first, so that it takes no whole one with it. */
export function addJsonLine(file: string, row: unknown): void {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const broken = fs.existsSync(file) && fs.statSync(file).size > 0 && !endsLine(file);
  fs.appendFileSync(file, `${broken ? '\n' : ''}${JSON.stringify(row)}\n`);
}

function endsLine(file: string): boolean {
  const handle = fs.openSync(file, 'r');
  try {
    const last = Buffer.alloc(1);
    fs.readSync(handle, last, 0, 1, fs.fstatSync(handle).size - 1);
    return last.toString() === '\n';
  } finally {
    fs.closeSync(handle);
  }
}

function parsedOrNull(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
