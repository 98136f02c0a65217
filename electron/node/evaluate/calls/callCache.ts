import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { TandemError } from '../../../../shared/errors.ts';
import { linesOf } from './linesOf.ts';

const lineSchema = z.object({ key: z.string(), value: z.unknown() });

/**
 * Outputs of model calls by what decided them (model hash, exact prompt, parameters), one JSON line each. All
 * policies and thresholds share it, so that a curve costs little more than a point; a killed evaluation goes on
 * where it was, and anyone can rebuild a table from the file without a model.
 */
export interface CallCache {
  /** The stored output, or the one that `make` comes to; the same call is never made twice at once. A failure is not kept. */
  through<T>(parts: Readonly<Record<string, unknown>>, schema: z.ZodType<T>, make: () => Promise<T>): Promise<T>;
  readonly size: number;
  /** Calls answered from the file and calls made, since it was opened. */
  readonly counts: { readonly known: number; readonly made: number };
}

/** The same for one exam in the app, which keeps its chains and not its calls. */
export function memoryCallCache(): CallCache {
  return cacheOn(new Map(), () => undefined, false, 'memory');
}

/**
 * The log that a command works with: its own, which grows, or one that is replayed. In a replay every call has to be there:
 * an expert that is only not to be had would be passed over, as in the app, and the table would silently be another one.
 */
export function callLog(replay: string | undefined, own: string): CallCache {
  if (replay === undefined) return openCallCache(own);
  if (!fs.existsSync(replay)) throw new TandemError('badInput', `There is no call log at ${replay}, so nothing was replayed. Give the path of a calls.jsonl or calls.jsonl.gz with --replay, or leave it out and the models work.`);
  return openCallCache(replay, true);
}

/** @param file JSONL, or a log as `.jsonl.gz`, to which nothing can be added. Closed: nothing may be missing, and a call that is fails */
export function openCallCache(file: string, isClosed = file.endsWith('.gz')): CallCache {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const stored = new Map<string, unknown>();
  let isWhole = true;
  for (const { text: line, isEnded } of linesOf(file)) {
    isWhole = isEnded;
    // A kill may have cut the last line: that call is simply made again.
    const parsed = lineSchema.safeParse(parseOrNull(line));
    if (parsed.success) stored.set(parsed.data.key, parsed.data.value);
  }
  if (!isClosed && !isWhole) fs.appendFileSync(file, '\n');
  return cacheOn(stored, (key, value) => fs.appendFileSync(file, `${JSON.stringify({ key, value })}\n`), isClosed, path.basename(file));
}

function cacheOn(stored: Map<string, unknown>, keep: (key: string, value: unknown) => void, isClosed: boolean, name: string): CallCache {
  const underWay = new Map<string, Promise<unknown>>();
  const counts = { known: 0, made: 0 };
  return {
    counts,
    get size() { return stored.size; },
    through: async (parts, schema, make) => {
      const key = callKey(parts);
      if (stored.has(key)) {
        counts.known += 1;
        return schema.parse(stored.get(key));
      }
      if (isClosed) {
        throw new TandemError('notFound', `The call log ${name} does not hold one of the calls that these options make. It replays only the command it was made with, with the same heads and the same HERA profile; without --replay the models work.`, { cause: new Error(JSON.stringify(parts)) });
      }
      const running = underWay.get(key);
      if (running) {
        counts.known += 1;
        return schema.parse(await running);
      }
      const made = make().then((value) => {
        counts.made += 1;
        stored.set(key, value);
        keep(key, value);
        return value;
      }).finally(() => underWay.delete(key));
      underWay.set(key, made);
      return made;
    },
  };
}

/** SHA-256 over everything that decides the outcome. */
export function callKey(parts: Readonly<Record<string, unknown>>): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

function parseOrNull(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
