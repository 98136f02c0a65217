import type { z } from 'zod';
import { TandemError } from '../../../shared/errors.ts';
import type { ComputeLease } from './lease.ts';
import { createPartQueue } from './partQueue.ts';
import { callSchema, type EngineCall, type Loaded } from './protocol.ts';
import type { Supervisor } from './supervisor.ts';

/** Makes calls to the engine's process: one lease each, answered or aborted. */
export interface Caller {
  stream<T>(call: EngineCall, part: z.ZodType<T>, signal: AbortSignal): AsyncIterable<T>;
  value<T>(call: EngineCall, value: z.ZodType<T>, signal: AbortSignal): Promise<T>;
}

export interface CallerOptions {
  /** Requests that the process evaluates together. */
  readonly sequences: number;
  /** Runs something later, unless it is called off. Tests pass their own. */
  readonly later?: (ms: number, run: () => void) => () => void;
}

export function createCaller(supervisor: Pick<Supervisor, 'current'>, lease: ComputeLease, { sequences, later = afterMs }: CallerOptions): Caller {
  /**
   * Runs a call to its end. The lease is given back when the process has really stopped, not when the caller has left;
   * a process that does not stop is given up, so that nobody waits for it for ever.
   */
  const run = async (call: EngineCall, onPart: (part: unknown) => void, signal: AbortSignal): Promise<unknown> => {
    checkCall(call);
    let abort: () => void = () => undefined;
    let callOff: () => void = () => undefined;
    const held = await lease.acquire(signal).catch((error: unknown) => { throw signal.aborted ? cancelled() : error; });
    try {
      const connection = await supervisor.current();
      if (signal.aborted) throw cancelled();
      return await new Promise<unknown>((resolve, reject) => {
        const running = connection.call(call, { onPart, onDone: resolve, onFailed: reject });
        abort = () => {
          running.abort();
          callOff = later(stopPatienceMs(connection.loaded, sequences), () => { connection.giveUp(); });
        };
        signal.addEventListener('abort', abort, { once: true });
      });
    } finally {
      signal.removeEventListener('abort', abort);
      callOff();
      held.release();
    }
  };

  return {
    stream: async function* (call, part, signal) {
      const inner = new AbortController();
      const both = AbortSignal.any([signal, inner.signal]);
      const queue = createPartQueue<unknown>();
      const leave = (): void => { queue.fail(cancelled()); };
      if (signal.aborted) throw cancelled();
      signal.addEventListener('abort', leave, { once: true });
      run(call, queue.push, both).then(queue.end, queue.fail);
      try {
        for await (const raw of queue.read()) {
          if (signal.aborted) throw cancelled();
          yield parseFrom(part, raw);
        }
      } finally {
        signal.removeEventListener('abort', leave);
        inner.abort();
      }
    },
    value: async (call, value, signal) => {
      if (signal.aborted) throw cancelled();
      const left = Promise.withResolvers<never>();
      const leave = (): void => { left.reject(cancelled()); };
      signal.addEventListener('abort', leave, { once: true });
      try {
        return parseFrom(value, await Promise.race([run(call, () => undefined, signal), left.promise]));
      } finally {
        signal.removeEventListener('abort', leave);
      }
    },
  };
}

/**
 * How long a process may go on computing after it was asked to stop. It looks for that between two batches: a chunk of
 * each prompt that it reads, which on a machine ten times slower than the slowest we measured takes 4 s per thousand
 * million weights (prefill chunks with a GPU are larger and faster by about the same factor).
 */
export function stopPatienceMs({ parameters }: Pick<Loaded, 'parameters'>, sequences: number): number {
  return 10_000 + (parameters / 250_000) * Math.min(sequences, 8);
}

function afterMs(ms: number, run: () => void): () => void {
  const timer = setTimeout(run, ms);
  timer.unref();
  return () => { clearTimeout(timer); };
}

function checkCall(call: EngineCall): void {
  const parsed = callSchema.safeParse(call);
  if (parsed.success) return;
  throw new TandemError('badInput', `The model cannot be asked this: ${parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ')}. Nothing was evaluated.`);
}

function parseFrom<T>(schema: z.ZodType<T>, raw: unknown): T {
  const parsed = schema.safeParse(raw);
  if (parsed.success) return parsed.data;
  throw new TandemError('engineFailed', 'The model\'s process gave an answer that was not understood. What was accepted before is kept; try again.', { cause: parsed.error });
}

function cancelled(): TandemError {
  return new TandemError('cancelled', 'Stopped. What was accepted before is kept.');
}
