import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import fs from 'node:fs/promises';

/** A file that is still growing, with the hash of what it holds. Every source appends to the same one, so any source can go on. */
export interface PartialFile {
  readonly path: string;
  readonly size: number;
  append(chunk: Uint8Array): Promise<void>;
  /** Drops everything behind `size`. */
  truncate(size: number): Promise<void>;
  /** SHA-256 of all that it holds. */
  digest(): string;
  /** Written through to the disk, then closed. */
  finish(): Promise<void>;
  close(): Promise<void>;
}

/** Opens what an earlier try left behind, or an empty file. */
export async function openPartialFile(path: string, signal: AbortSignal): Promise<PartialFile> {
  const handle = await fs.open(path, 'a');
  let size: number;
  let hash: Hash;
  try {
    size = (await handle.stat()).size;
    hash = await hashUpTo(path, size, signal);
  } catch (error) {
    await handle.close();
    throw error;
  }
  return {
    path,
    get size() { return size; },
    append: async (chunk) => {
      let written = 0;
      while (written < chunk.length) {
        const { bytesWritten } = await handle.write(chunk, written, chunk.length - written);
        hash.update(chunk.subarray(written, written + bytesWritten));
        written += bytesWritten;
        size += bytesWritten;
      }
    },
    truncate: async (to) => {
      if (to >= size) return;
      await handle.truncate(to);
      hash = await hashUpTo(path, to, signal);
      size = to;
    },
    digest: () => hash.copy().digest('hex'),
    finish: async () => {
      await handle.sync();
      await handle.close();
    },
    close: () => handle.close(),
  };
}

async function hashUpTo(path: string, size: number, signal: AbortSignal): Promise<Hash> {
  const hash = createHash('sha256');
  if (size === 0) return hash;
  const stream = createReadStream(path, { start: 0, end: size - 1, highWaterMark: 1 << 20, signal });
  // eslint-disable-next-line typescript/no-unsafe-type-assertion -- without an encoding a stream of a file yields bytes
  for await (const chunk of stream) hash.update(chunk as Buffer);
  return hash;
}
