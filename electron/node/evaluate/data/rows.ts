import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { CsvError, parse } from 'csv-parse';
import { z } from 'zod';
import { TandemError } from '../../../../shared/errors.ts';
import { numberedLines } from './textChunks.ts';

export interface Row { readonly line: number; readonly row: Readonly<Record<string, unknown>> }

const object = z.record(z.string(), z.unknown());

/** One JSON object a line; blank lines are passed over. */
export async function* jsonRows(chunks: AsyncIterable<string>, name: string): AsyncGenerator<Row> {
  for await (const { line, text } of numberedLines(chunks, name)) {
    if (text.trim() === '') continue;
    yield { line, row: parseLine(text, line, name) };
  }
}

function parseLine(text: string, line: number, name: string): Row['row'] {
  try {
    const parsed = object.safeParse(JSON.parse(text));
    if (parsed.success) return parsed.data;
  } catch (cause) {
    throw new TandemError('badInput', `Line ${line} of ${name} is not JSON. Each line has to be one object; correct it and open the file again.`, { cause });
  }
  throw new TandemError('badInput', `Line ${line} of ${name} is JSON, but no object with fields. Each line has to be one object like {"question": "…", "answer": "…"}.`);
}

const csvInfo = z.object({ info: z.object({ lines: z.number() }), record: object });

/** Rows of a table whose first line names the columns. Fields may hold line breaks; a row's number is its last line. */
export async function* csvRows(chunks: AsyncIterable<string>, name: string, delimiter: string): AsyncGenerator<Row> {
  const parser = parse({ columns: (header: string[]) => header.map((column) => column.trim()), delimiter, info: true, skip_empty_lines: true, max_record_size: 4_000_000, trim: false });
  const fed = pipeline(Readable.from(chunks), parser);
  // The same failure also comes out of the loop below, which reports it.
  fed.catch(() => undefined);
  try {
    for await (const item of parser) {
      const { info, record } = csvInfo.parse(item);
      yield { line: info.lines, row: record };
    }
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause;
    const line: unknown = cause['lines'];
    throw new TandemError('badInput', `Line ${typeof line === 'number' ? line : '?'} of ${name} does not fit the table: ${csvWords(cause.code)}. Correct it and open the file again.`, { cause });
  }
}

function csvWords(code: string): string {
  if (code.includes('INCONSISTENT')) return 'it has more or fewer fields than the first line names';
  if (code.includes('QUOTE')) return 'a quotation mark is never closed or stands inside a field';
  return 'it cannot be read as a table';
}
