import type { Client } from '../../shared/contract/api.ts';
import type { AnyNumberedEvent } from '../../shared/trace/events.ts';
import { reduceRun } from '../../shared/trace/reduceRun.ts';
import type { RunView } from '../../shared/trace/view.ts';

export interface FollowOptions {
  readonly client: Client;
  readonly runId: string;
  /** What is known already; only what comes after it is asked for. */
  readonly from: RunView;
  readonly tell: (view: RunView) => void;
  readonly fail: (error: unknown) => void;
  /** Calls back once, soon: before the next frame in a page. */
  readonly schedule: (work: () => void) => void;
}

/**
 * Follows one run: folds its events, however many came, once per frame. A gap is closed by asking for what is missing
 * before anything behind it is folded.
 */
export function followRun({ client, runId, from, tell, fail, schedule }: FollowOptions): () => void {
  let view = from;
  let waiting: AnyNumberedEvent[] = [];
  let isScheduled = false;
  let isFilling = false;
  let isStopped = false;

  const later = () => {
    if (isScheduled || isStopped) return;
    isScheduled = true;
    schedule(fold);
  };

  const fold = () => {
    isScheduled = false;
    if (isStopped || isFilling) return;
    const before = view;
    let index = 0;
    for (; index < waiting.length; index++) {
      const event = waiting[index];
      if (!event || event.seq > view.seq + 1) break;
      view = reduceRun(view, event);
    }
    waiting = waiting.slice(index);
    if (view !== before) tell(view);
    if (waiting.length > 0) void fill();
  };

  const fill = async () => {
    isFilling = true;
    try {
      const { events } = await client.call('runs.events', { runId, fromSeq: view.seq + 1 });
      const first = events[0];
      if (!first || first.seq > view.seq + 1) {
        // The service has no such events either: what is there is shown rather than nothing.
        view = { ...view, seq: (waiting[0]?.seq ?? view.seq + 1) - 1 };
      }
      const known = new Set(events.map((event) => event.seq));
      waiting = [...events, ...waiting.filter((event) => !known.has(event.seq))].sort((a, b) => a.seq - b.seq);
    } catch (error) {
      if (!isStopped) fail(error);
    } finally {
      isFilling = false;
      later();
    }
  };

  const stop = client.subscribe('run', { runId, fromSeq: from.seq + 1 }, ({ events }) => {
    waiting.push(...events);
    later();
  }, (error) => { if (!isStopped) fail(error); });
  return () => {
    isStopped = true;
    stop();
  };
}
