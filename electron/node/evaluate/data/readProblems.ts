import fs from 'node:fs';
import path from 'node:path';
import { TandemError } from '../../../../shared/errors.ts';
import type { EvalProblem } from './evalProblem.ts';
import { labelFormats } from './labelFormats.ts';
import { mathFormats } from './mathFormats.ts';
import { ownFormat } from './ownFormat.ts';
import { readingFormats } from './readingFormats.ts';
import type { RowFormat } from './rowFormat.ts';
import { csvRows, jsonRows, type Row } from './rows.ts';
import { textChunks } from './textChunks.ts';

export interface ReadOptions {
  /** `number`: an answer that is no number is refused (an exam with gold values needs numbers). */
  readonly golds?: 'any' | 'number';
}

/** The most particular first: a format that asks for less would take rows meant for another. */
export const rowFormats: readonly RowFormat[] = [...labelFormats, ...readingFormats, ...mathFormats, ownFormat];

/**
 * The problems of a file, read as a stream: any data set that we know or the user's own examples, as JSONL or CSV.
 * The format is recognised by the first row's fields, whatever the file is called.
 * @throws TandemError `badInput` with the line's number, at the first row that cannot be used
 */
export async function* readProblems(file: string, options: ReadOptions = {}): AsyncGenerator<EvalProblem, void, undefined> {
  const name = path.basename(file);
  const stream = fs.createReadStream(file);
  try {
    yield* parseProblems(stream, name, options);
  } catch (error) {
    if (error instanceof TandemError || !(error instanceof Error && 'code' in error)) throw error;
    if (error.code === 'ENOENT') throw new TandemError('notFound', `There is no file ${name}. Check the path.`, { cause: error });
    throw new TandemError('badInput', `${name} cannot be read (${String(error.code)}). Check that it is a file and that you may open it.`, { cause: error });
  } finally {
    stream.destroy();
  }
}

/** As `readProblems`, from bytes. Holds one row and the ids at a time. */
export async function* parseProblems(bytes: AsyncIterable<Uint8Array>, name: string, options: ReadOptions = {}): AsyncGenerator<EvalProblem, void, undefined> {
  const lineOf = new Map<string, number>();
  let format: RowFormat | null = null;
  for await (const { line, row } of rowsOf(textChunks(bytes, name), name)) {
    format ??= recognise(row, line, name);
    const problem = format.read(row, line);
    if ('problem' in problem) throw new TandemError('badInput', `Line ${line} of ${name} cannot be used as a row of ${format.name}: ${problem.problem}. Correct it and open the file again.`);
    if (options.golds === 'number' && !(problem.kind === 'answer' && problem.gold.rule === 'number')) {
      throw new TandemError('badInput', `Line ${line} of ${name} has an answer that is not a number. Here every answer has to be one, such as 12 or 3.5.`);
    }
    const before = lineOf.get(problem.id);
    if (before !== undefined) throw new TandemError('badInput', `Lines ${before} and ${line} of ${name} have the same id "${problem.id}". Give each row its own id, or none.`);
    lineOf.set(problem.id, line);
    yield problem;
  }
  if (lineOf.size === 0) throw new TandemError('badInput', `${name} holds no problems. It needs one row or more, each with a question and an answer.`);
}

function recognise(row: Row['row'], line: number, name: string): RowFormat {
  const fields = new Set(Object.keys(row));
  const format = rowFormats.find((one) => one.claims(fields, row));
  if (format) return format;
  const known = rowFormats.filter((one) => one !== ownFormat).map((one) => one.name).join(', ');
  throw new TandemError('badInput', `Line ${line} of ${name} has no question that could be recognised. Your own examples need the fields "question" and "answer"; known data sets are ${known}.`);
}

/** JSONL where the text begins with a bracket, else a table with the delimiter that its first line uses most. */
async function* rowsOf(chunks: AsyncGenerator<string>, name: string): AsyncGenerator<Row> {
  let head = '';
  for (;;) {
    const next = await chunks.next();
    if (next.done) break;
    head += next.value;
    if (/^\s*[{[]/.test(head) || (/\S/.test(head) && head.trimStart().includes('\n')) || head.length > 1_000_000) break;
  }
  const start = head.trimStart();
  if (start === '') return;
  if (start.startsWith('[')) throw new TandemError('badInput', `${name} is one JSON list. Write one object a line instead (JSONL), without the outer brackets and commas.`);
  const all = (async function* (): AsyncGenerator<string> {
    yield head;
    yield* chunks;
  })();
  if (start.startsWith('{')) yield* jsonRows(all, name);
  else yield* csvRows(all, name, delimiterOf(start.split('\n')[0] ?? ''));
}

function delimiterOf(header: string): string {
  const counts = [',', ';', '\t'].map((delimiter) => ({ delimiter, count: header.split(delimiter).length }));
  return counts.reduce((best, one) => (one.count > best.count ? one : best)).delimiter;
}
