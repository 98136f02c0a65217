import { TandemError } from '../errors.ts';

/**
 * Waits for work that others may share and that takes no signal (a model being opened), but no longer than until the
 * stop. The work itself goes on; a failure that comes later is nobody's business any more.
 */
export function untilStopped<T>(work: Promise<T>, signal: AbortSignal, words = 'Stopped.'): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(new TandemError('cancelled', words));
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}
