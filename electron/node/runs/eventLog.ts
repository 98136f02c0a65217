import { terminalTypes, type AnyNumberedEvent, type NumberedEvent, type RunEvent } from '../../../shared/trace/events.ts';
import type { RunStatus } from './store/runRows.ts';
import type { Store } from './store/openStore.ts';

/** The numbered record of one running answer: first stored, then told. */
export interface EventLog {
  append(event: RunEvent): void;
  /** Stores and tells what is still held back. */
  flush(): void;
  subscribe(listener: LogListener): () => void;
  readonly isEnded: boolean;
}

export interface LogListener {
  tell(events: readonly AnyNumberedEvent[]): void;
  /** The store takes nothing more; this is the last that is heard. */
  fail(error: unknown): void;
}

/** Text is held back for at most this long, so that a fast model does not cause a transaction per token. */
const maxDeltaDelayMs = 40;
const maxHeldDeltas = 64;

const endings: Readonly<Record<string, RunStatus>> = {
  runFinished: 'finished', runFailed: 'failed', runCancelled: 'cancelled', runInterrupted: 'interrupted',
};

/**
 * @param onFailure told once if the store cannot take an event (a full disk): nothing is told to anyone from then on
 */
export function createEventLog(options: {
  readonly store: Store; readonly runId: string; readonly now: () => number; readonly onFailure: (error: unknown) => void;
}): EventLog {
  const { store, runId, now, onFailure } = options;
  const listeners = new Set<LogListener>();
  let lastSeq = store.runs.lastSeq(runId);
  let held: RunEvent[] = [];
  let heldAt = 0;
  let timer: NodeJS.Timeout | undefined;
  let isEnded = false;

  const write = (events: readonly RunEvent[], at: number) => {
    const numbered: NumberedEvent[] = events.map((event, index) => ({ seq: lastSeq + 1 + index, at, event }));
    const last = events.at(-1);
    const status = last && endings[last.type];
    try {
      store.atomically(() => {
        store.runs.append(runId, numbered);
        if (status) store.runs.setStatus(runId, status);
        if (last?.type === 'runFinished') store.chats.setAnswer(runId, last.answer);
      });
    } catch (error) {
      isEnded = true;
      onFailure(error);
      for (const listener of [...listeners]) listener.fail(error);
      return;
    }
    lastSeq += numbered.length;
    if (last && terminalTypes.has(last.type)) isEnded = true;
    for (const listener of [...listeners]) listener.tell(numbered);
  };

  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    if (held.length === 0 || isEnded) return;
    const events = held;
    held = [];
    write(events, heldAt);
  };

  return {
    append: (event) => {
      if (isEnded) return;
      if (event.type !== 'stepDelta') {
        const before = held;
        held = [];
        clearTimeout(timer);
        timer = undefined;
        write([...before, event], now());
        return;
      }
      const last = held.at(-1);
      if (last?.type === 'stepDelta' && last.step === event.step && last.by === event.by) {
        held[held.length - 1] = { ...last, text: last.text + event.text };
      } else {
        held.push(event);
      }
      heldAt = now();
      timer ??= setTimeout(flush, maxDeltaDelayMs);
      if (held.length >= maxHeldDeltas) flush();
    },
    flush,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => { listeners.delete(listener); };
    },
    get isEnded() { return isEnded; },
  };
}
