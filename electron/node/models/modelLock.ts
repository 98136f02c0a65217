import { setTimeout as wait } from 'node:timers/promises';
import lockfile from 'proper-lockfile';
import { codeOf } from './fileErrors.ts';

/** The right to write one model's file, across processes. `lost` is aborted if another process took it over. */
export interface ModelLock { readonly lost: AbortSignal; release(): Promise<void> }

/** Waits until no other process works on `file`. A process that died is outwaited in 10 s. */
export async function lockModel(file: string, signal: AbortSignal, onWait: () => void, everyMs = 300): Promise<ModelLock> {
  const lost = new AbortController();
  for (;;) {
    signal.throwIfAborted();
    try {
      const release = await lockfile.lock(file, {
        realpath: false, lockfilePath: `${file}.lock`, stale: 10_000, update: 3000, retries: 0,
        onCompromised: () => { lost.abort(); },
      });
      return { lost: lost.signal, release: () => release().catch(() => undefined) };
    } catch (error) {
      if (codeOf(error) !== 'ELOCKED') throw error;
    }
    onWait();
    await wait(everyMs, undefined, { signal });
  }
}
