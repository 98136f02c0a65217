import os from 'node:os';

/** The right to compute on `threads` cores until `release` is called. */
export interface Lease { readonly threads: number; release(): void }

export interface ComputeLease {
  /** Waits for its turn. First come, first served. */
  acquire(signal?: AbortSignal): Promise<Lease>;
}

/**
 * One queue for all engines of a process: the local model and a local expert take turns, each with all math cores,
 * because two at once on the same cores are slower than one after the other.
 */
export function createComputeLease(threads: number = Math.max(1, os.availableParallelism())): ComputeLease {
  let last: Promise<void> = Promise.resolve();
  return {
    acquire: async (signal) => {
      const before = last;
      let release: () => void = () => undefined;
      last = new Promise<void>((resolve) => { release = resolve; });
      await before;
      if (signal?.aborted) {
        release();
        signal.throwIfAborted();
      }
      return { threads, release };
    },
  };
}
