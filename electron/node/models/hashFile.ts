import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';

/** SHA-256 of a file, or of its bytes from `start` up to but not including `end`, read in a stream. */
export async function hashFile(file: string, signal?: AbortSignal, range?: { readonly start: number; readonly end: number }): Promise<string> {
  const hash = createHash('sha256');
  if (range && range.end <= range.start) return hash.digest('hex');
  const options = { highWaterMark: 1 << 20, ...(signal ? { signal } : {}), ...(range ? { start: range.start, end: range.end - 1 } : {}) };
  const stream = createReadStream(file, options);
  // eslint-disable-next-line typescript/no-unsafe-type-assertion -- without an encoding a stream of a file yields bytes
  for await (const chunk of stream) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
