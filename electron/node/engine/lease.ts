import os from 'node:os';

/** The right to compute on `threads` cores until `release` is called. */
export interface Lease { readonly threads: number; release(): void }

export interface ComputeLease {
  /** Cores that whoever holds it may use. */
  readonly threads: number;
  /** Waits for its turn. First come, first served. An abort while waiting gives up the place at once. */
  acquire(signal?: AbortSignal): Promise<Lease>;
}

/**
 * One queue for all engines of a process: the local model and a local expert take turns, each with all math cores,
 * because two at once on the same cores are slower than one after the other.
 */
export function createComputeLease(threads: number = Math.max(1, os.availableParallelism())): ComputeLease {
  const waiting: (() => void)[] = [];
  let taken = false;

  const passOn = (): void => {
    const next = waiting.shift();
    if (next) next();
    else taken = false;
  };
  const grant = (): Lease => {
    let released = false;
    return {
      threads,
      release: () => {
        if (released) return;
        released = true;
        passOn();
      },
    };
  };

  return {
    threads,
    acquire: async (signal) => {
      signal?.throwIfAborted();
      if (!taken) {
        taken = true;
        return grant();
      }
      return new Promise<Lease>((resolve, reject) => {
        const enter = (): void => {
          signal?.removeEventListener('abort', leave);
          resolve(grant());
        };
        const leave = (): void => {
          waiting.splice(waiting.indexOf(enter), 1);
          reject(signal?.reason);
        };
        waiting.push(enter);
        signal?.addEventListener('abort', leave, { once: true });
      });
    },
  };
}

/**
 * Lets the calls of one engine compute together, as one holder of the lease: an engine with several sequences
 * evaluates them in one batch.
 */
export function shareLease(lease: ComputeLease): ComputeLease {
  let holders = 0;
  let held: Promise<Lease> | null = null;
  return {
    threads: lease.threads,
    acquire: async (signal) => {
      signal?.throwIfAborted();
      holders += 1;
      held ??= lease.acquire();
      const current = await held;
      let released = false;
      const release = (): void => {
        if (released) return;
        released = true;
        holders -= 1;
        if (holders > 0) return;
        held = null;
        current.release();
      };
      if (signal?.aborted) {
        release();
        signal.throwIfAborted();
      }
      return { threads: current.threads, release };
    },
  };
}
