import fs from 'node:fs';
import zlib from 'node:zlib';

/** `isEnded`: a line break follows; a kill may have cut the last line. */
export interface Line { readonly text: string; readonly isEnded: boolean }

/**
 * The lines of a log, `.gz` or plain; none where there is no file. Line by line, because a long evaluation's log is
 * longer than the longest string there can be (about 512 MB).
 */
export function* linesOf(file: string, chunkBytes = 1 << 22): Generator<Line> {
  let held: readonly Buffer[] = [];
  for (const chunk of chunksOf(file, chunkBytes)) {
    let from = 0;
    for (let end = chunk.indexOf(lineBreak); end >= 0; end = chunk.indexOf(lineBreak, from)) {
      yield { text: Buffer.concat([...held, chunk.subarray(from, end)]).toString('utf8'), isEnded: true };
      held = [];
      from = end + 1;
    }
    if (from < chunk.length) held = [...held, chunk.subarray(from)];
  }
  if (held.length > 0) yield { text: Buffer.concat(held).toString('utf8'), isEnded: false };
}

const lineBreak = 0x0a;

function* chunksOf(file: string, chunkBytes: number): Generator<Buffer> {
  if (!fs.existsSync(file)) return;
  if (file.endsWith('.gz')) {
    yield zlib.gunzipSync(fs.readFileSync(file));
    return;
  }
  const handle = fs.openSync(file, 'r');
  try {
    for (;;) {
      // A new buffer each time: what is held of the one before must stay.
      const buffer = Buffer.allocUnsafe(chunkBytes);
      const read = fs.readSync(handle, buffer, 0, chunkBytes, null);
      if (read === 0) return;
      yield buffer.subarray(0, read);
    }
  } finally {
    fs.closeSync(handle);
  }
}
