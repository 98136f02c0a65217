import type { EventEmitter } from 'node:events';
import { exitCodes } from './exitCodes.ts';

/** Within this time after the first signal another one is its echo, later it is impatience. */
const echoMs = 1000;

/** Ctrl+C for the whole program. */
export interface Stopping {
  /** From now on the command ends itself in order when the signal aborts. Before that, a stop ends the process at once. */
  inOrder(): AbortSignal;
  /** A stop from inside, for example because nobody reads the output any more. */
  stop(): void;
}

/**
 * Listens from beginning to end: libraries that tidy up at an exit raise a signal once more, and end the process as
 * soon as they find no listener besides their own.
 * @param options.exit must not return
 */
export function listenForStops(options: {
  readonly on: Pick<EventEmitter, 'on'>; readonly exit: (code: number) => void; readonly now: () => number;
}): Stopping {
  const { on, exit, now } = options;
  const controller = new AbortController();
  let isOrderly = false;
  let firstAt: number | null = null;

  const stop = () => {
    firstAt ??= now();
    if (!isOrderly || now() - firstAt > echoMs) exit(exitCodes.interrupted);
    else controller.abort();
  };
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) on.on(name, stop);

  return {
    inOrder: () => {
      isOrderly = true;
      return controller.signal;
    },
    stop,
  };
}
