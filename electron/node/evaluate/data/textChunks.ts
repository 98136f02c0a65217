import { TandemError } from '../../../../shared/errors.ts';

/** Bytes as text, refusing what is no UTF-8 instead of reading it wrongly. A byte order mark is passed over. */
export async function* textChunks(bytes: AsyncIterable<Uint8Array>, name: string): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let line = 1;
  let first = true;
  const decode = (chunk?: Uint8Array): string => {
    try {
      return chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true });
    } catch (error) {
      throw notUtf8(name, line, error);
    }
  };
  for await (const chunk of bytes) {
    if (first && (chunk[0] === 0xff && chunk[1] === 0xfe || chunk[0] === 0xfe && chunk[1] === 0xff)) throw notUtf8(name, 1, undefined);
    first = false;
    const text = decode(chunk);
    if (text.includes('\0')) throw notUtf8(name, line, undefined);
    line += text.split('\n').length - 1;
    yield text;
  }
  yield decode();
}

function notUtf8(name: string, line: number, cause: unknown): TandemError {
  return new TandemError('badInput', `${name} is not UTF-8 text from line ${line} on. Save it as UTF-8 and open it again.`, { cause });
}

/** Text cut into lines, holding no more than one line at a time. */
export async function* numberedLines(chunks: AsyncIterable<string>, name: string, longest = 4_000_000): AsyncGenerator<{ readonly line: number; readonly text: string }> {
  let rest = '';
  let line = 0;
  for await (const chunk of chunks) {
    const parts = (rest + chunk).split('\n');
    rest = parts.pop() ?? '';
    for (const text of parts) yield { line: (line += 1), text };
    if (rest.length > longest) throw new TandemError('badInput', `Line ${line + 1} of ${name} is longer than ${longest.toLocaleString('en')} characters. Is it really one row a line (JSONL) or a CSV file?`);
  }
  if (rest !== '') yield { line: line + 1, text: rest };
}
