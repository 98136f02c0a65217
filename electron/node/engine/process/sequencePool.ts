import type { Token } from 'node-llama-cpp';
import type { HeldSequence } from './heldSequence.ts';

type Held = Pick<HeldSequence, 'commonPrefix'>;

/** Lends sequences: of the free ones, that which holds the longest beginning of the prompt. */
export interface SequencePool<T extends Held> {
  /** Waits, first come first served, until one is free; gives it back whatever `work` does. */
  use<R>(tokens: readonly Token[], signal: AbortSignal, work: (sequence: T) => Promise<R>): Promise<R>;
}

export function createSequencePool<T extends Held>(sequences: readonly T[]): SequencePool<T> {
  // Least recently used first, so that among equals the oldest memory is given up.
  const free = [...sequences];
  const waiting: (() => void)[] = [];
  /** Free sequences that are already promised to somebody who waited. */
  let claims = 0;

  const take = (tokens: readonly Token[]): T => {
    let best = 0;
    let longest = -1;
    for (const [index, sequence] of free.entries()) {
      const length = sequence.commonPrefix(tokens);
      if (length > longest) [best, longest] = [index, length];
    }
    const [taken] = free.splice(best, 1);
    if (!taken) throw new Error('no sequence is free');
    return taken;
  };

  const turn = (signal: AbortSignal): Promise<void> => new Promise((resolve, reject) => {
    const enter = (): void => {
      signal.removeEventListener('abort', leave);
      resolve();
    };
    const leave = (): void => {
      waiting.splice(waiting.indexOf(enter), 1);
      reject(signal.reason);
    };
    waiting.push(enter);
    signal.addEventListener('abort', leave, { once: true });
  });

  return {
    use: async (tokens, signal, work) => {
      signal.throwIfAborted();
      // Those who are called in keep their claim until they have taken: newcomers queue behind them.
      if (free.length <= claims || waiting.length > 0) {
        await turn(signal);
        claims -= 1;
      }
      const sequence = take(tokens);
      try {
        return await work(sequence);
      } finally {
        free.push(sequence);
        const next = waiting.shift();
        if (next) {
          claims += 1;
          next();
        }
      }
    },
  };
}
