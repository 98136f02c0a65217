import type { AnyNumberedEvent } from '../../../shared/trace/events.ts';
import type { EventLog } from './eventLog.ts';
import type { Store } from './store/openStore.ts';

const pageSize = 400;

/**
 * Tells everything from `fromSeq` on, in order and without gaps: first what is stored, in pages between which others
 * get their turn, then what happens live. Ends by itself behind the last event of a run that is over.
 */
export function followRun(options: {
  readonly store: Store; readonly runId: string; readonly fromSeq: number;
  readonly live: () => EventLog | null;
  readonly tell: (message: { events: AnyNumberedEvent[] }) => void;
  readonly fail: (error: unknown) => void;
}): () => void {
  const { store, runId, live, tell, fail } = options;
  let next = options.fromSeq;
  let isStopped = false;
  let stopLive: () => void = () => undefined;

  const give = (events: readonly AnyNumberedEvent[]) => {
    const wanted = events.filter((event) => event.seq >= next);
    const last = wanted.at(-1);
    if (!last) return;
    next = last.seq + 1;
    tell({ events: wanted });
  };

  const step = () => {
    if (isStopped) return;
    try {
      const log = live();
      const page = store.runs.events(runId, next, pageSize);
      give(page);
      if (page.length === pageSize) {
        setImmediate(step);
        return;
      }
      if (isStopped || log === null || log.isEnded) return;
      // Nothing can have been stored since the page was read: what comes now is the next.
      stopLive = log.subscribe({
        tell: (events) => {
          give(events);
          if (log.isEnded) stopLive();
        },
        fail,
      });
    } catch (error) {
      fail(error);
    }
  };

  step();
  return () => {
    isStopped = true;
    stopLive();
  };
}
