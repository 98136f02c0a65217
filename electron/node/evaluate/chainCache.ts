import fs from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { runEventSchema, type RunEvent } from '../../../shared/trace/events.ts';

const lineSchema = z.object({ key: z.string(), events: z.array(runEventSchema) });

/** Finished runs by what made them, one JSON line each: a killed comparison goes on where it was. */
export interface ChainCache {
  get(key: string): readonly RunEvent[] | undefined;
  put(key: string, events: readonly RunEvent[]): void;
}

export function openChainCache(file: string): ChainCache {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const chains = new Map<string, readonly RunEvent[]>();
  const text = fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : '';
  for (const line of text.split('\n')) {
    // A kill may have cut the last line: that run is simply made again.
    const parsed = lineSchema.safeParse(parseOrNull(line));
    if (parsed.success) chains.set(parsed.data.key, parsed.data.events);
  }
  if (text !== '' && !text.endsWith('\n')) fs.appendFileSync(file, '\n');
  return {
    get: (key) => chains.get(key),
    put: (key, events) => {
      chains.set(key, events);
      fs.appendFileSync(file, `${JSON.stringify({ key, events })}\n`);
    },
  };
}

function parseOrNull(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
