import type { Client, TopicMessage, TopicName, TopicParams } from '../contract/api.ts';
import { TandemError } from '../errors.ts';
import { terminalTypes, type AnyNumberedEvent } from '../trace/events.ts';

/** All events of a run from `fromSeq` on, up to its end. */
export function eventsToEnd(client: Client, runId: string, fromSeq = 1): Promise<readonly AnyNumberedEvent[]> {
  return eventsUntil(client, runId, (event) => terminalTypes.has(event.event.type), fromSeq);
}

/** Events of a run up to the first one that `isLast` accepts. */
export function eventsUntil(client: Client, runId: string, isLast: (event: AnyNumberedEvent) => boolean, fromSeq = 1): Promise<readonly AnyNumberedEvent[]> {
  const all: AnyNumberedEvent[] = [];
  return new Promise((resolve, reject) => {
    let isDone = false;
    const stop = client.subscribe('run', { runId, fromSeq }, ({ events }) => {
      if (isDone) return;
      for (const event of events) {
        if (isDone) break;
        all.push(event);
        isDone = isLast(event);
      }
      if (isDone) {
        resolve(all);
        void Promise.resolve().then(() => stop());
      }
    }, reject);
  });
}

/** The first state of a topic that satisfies `isIt`. */
export function firstState<T extends TopicName>(client: Client, topic: T, params: TopicParams<T>, isIt: (message: TopicMessage<T>) => boolean = () => true): Promise<TopicMessage<T>> {
  return new Promise((resolve, reject) => {
    let isDone = false;
    const stop = client.subscribe(topic, params, (message) => {
      if (isDone || !isIt(message)) return;
      isDone = true;
      resolve(message);
      void Promise.resolve().then(() => stop());
    }, (error) => reject(error instanceof Error ? error : new TandemError('internal', String(error))));
  });
}
