import { z } from 'zod';
import { runEventSchema, type RunEvent } from '../../../shared/trace/events.ts';
import { addJsonLine, readJsonLines } from '../jsonLines.ts';

const lineSchema = z.object({ key: z.string(), events: z.array(runEventSchema) });

/** Finished runs by what made them, one JSON line each: a killed comparison goes on where it was. */
export interface ChainCache {
  get(key: string): readonly RunEvent[] | undefined;
  put(key: string, events: readonly RunEvent[]): void;
}

export function openChainCache(file: string): ChainCache {
  // A kill may have cut the last line: that run is simply made again.
  const chains = new Map<string, readonly RunEvent[]>(readJsonLines(file, lineSchema).rows.map(({ key, events }) => [key, events]));
  return {
    get: (key) => chains.get(key),
    put: (key, events) => {
      chains.set(key, events);
      addJsonLine(file, { key, events });
    },
  };
}
