import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { TandemError } from '../../../shared/errors.ts';
import { emptyRun, reduceRunAll } from '../../../shared/trace/reduceRun.ts';
import type { AnyNumberedEvent, RunEvent } from '../../../shared/trace/events.ts';
import { tandemPaths } from '../paths.ts';
import { createEventLog, type EventLog } from './eventLog.ts';
import { followRun } from './followRun.ts';
import { openStore, type Store } from './store/openStore.ts';
import { temporaryHome } from './testing/testService.ts';

let store: Store;
let failures: unknown[];
let runs = 0;

beforeEach(() => {
  vi.useFakeTimers();
  failures = [];
  store = openStore(tandemPaths({ TANDEM_HOME: temporaryHome() }), Date.now);
  store.chats.create({ id: 'chat', title: 't', isTitled: true, at: 1 });
});
afterEach(() => {
  store.close();
  vi.useRealTimers();
});

function newLog(): { readonly id: string; readonly log: EventLog } {
  const id = `run-${++runs}`;
  store.runs.create({ id, chatId: 'chat', request: { question: 'q', shape: 'steps', policy: 'localOnly', dial: 0.5, seed: 0, documents: [] } });
  return { id, log: createEventLog({ store, runId: id, now: Date.now, onFailure: (error) => failures.push(error) }) };
}
function hear(log: EventLog): AnyNumberedEvent[] {
  const heard: AnyNumberedEvent[] = [];
  log.subscribe({ tell: (events) => heard.push(...events), fail: (error) => failures.push(error) });
  return heard;
}
const delta = (text: string, step = 0): RunEvent => ({ type: 'stepDelta', step, by: 'local', text });
const started: RunEvent = { type: 'stepStarted', step: 0, by: 'local' };

describe('the event log', () => {
  it('stores before it tells', () => {
    const { id, log } = newLog();
    let stored = 0;
    log.subscribe({ tell: (events) => { stored = store.runs.lastSeq(id) - (events.at(-1)?.seq ?? 0); }, fail: () => undefined });
    stored = -1;
    log.append(started);
    expect(stored).toBe(0);
  });

  it('holds streamed text back for at most 50 ms, and joins it', () => {
    const { id, log } = newLog();
    const heard = hear(log);
    for (const text of ['a', 'b', 'c']) log.append(delta(text));
    expect(heard).toEqual([]);
    vi.advanceTimersByTime(50);
    expect(heard.map(({ seq, event }) => [seq, event])).toEqual([[1, delta('abc')]]);
    expect(store.runs.events(id, 1, 10)).toEqual(heard);
  });

  it('tells everything else at once, behind the text that came before it', () => {
    const { log } = newLog();
    const heard = hear(log);
    log.append(delta('a'));
    log.append(delta('x', 1));
    log.append(started);
    expect(heard.map(({ event }) => event)).toEqual([delta('a'), delta('x', 1), started]);
  });

  it('sets status and answer together with the last event, and takes nothing after it', () => {
    const { id, log } = newLog();
    store.chats.addMessage({ id: 'm', chatId: 'chat', role: 'assistant', text: '', createdAt: 1, runId: id });
    log.append({ type: 'runFinished', answer: '42', ms: 1 });
    expect(store.runs.get(id)?.status).toBe('finished');
    expect(store.chats.messages('chat')).toMatchObject([{ text: '42', runStatus: 'finished' }]);
    log.append(started);
    log.append(delta('late'));
    vi.advanceTimersByTime(100);
    expect(store.runs.lastSeq(id)).toBe(1);
  });

  it('goes on counting where a stored run ended', () => {
    const { id, log } = newLog();
    log.append(started);
    log.append({ type: 'runCancelled' });
    const again = createEventLog({ store, runId: id, now: Date.now, onFailure: () => undefined });
    again.append({ type: 'runContinued', fromStep: 0 });
    expect(store.runs.events(id, 1, 10).map(({ seq }) => seq)).toEqual([1, 2, 3]);
  });

  it('tells nobody what could not be stored, and says so once', () => {
    const { log } = newLog();
    const heard = hear(log);
    const full = new TandemError('diskFull', 'The disk is full.');
    const failing = createEventLog({ store: { ...store, atomically: () => { throw full; } }, runId: 'run-1', now: Date.now, onFailure: (error) => failures.push(error) });
    const heardThere = hear(failing);
    failing.append(started);
    failing.append(started);
    expect(heardThere).toEqual([]);
    expect(failures).toEqual([full, full]);
    expect(failing.isEnded).toBe(true);
    log.append(started);
    expect(heard).toHaveLength(1);
  });

  it('tells a follower nothing before its place, even if that is yet to come, and nothing once it has left', () => {
    const { id, log } = newLog();
    const late: number[] = [];
    followRun({ store, runId: id, fromSeq: 3, live: () => log, tell: ({ events }) => late.push(...events.map(({ seq }) => seq)), fail: () => undefined });
    log.append(started);
    const left: number[] = [];
    const leave = followRun({ store, runId: id, fromSeq: 1, live: () => log, tell: ({ events }) => left.push(...events.map(({ seq }) => seq)), fail: () => undefined });
    leave();
    for (let n = 0; n < 3; n++) log.append(started);
    expect([late, left]).toEqual([[3, 4], [1]]);
  });

  it('gives every follower the same story, whenever it comes and wherever it begins', () => {
    const action = fc.oneof(
      { weight: 6, arbitrary: fc.record({ do: fc.constant('say' as const), text: fc.string({ minLength: 1, maxLength: 3 }), step: fc.nat(2) }) },
      { weight: 2, arbitrary: fc.record({ do: fc.constant('start' as const), step: fc.nat(2) }) },
      { weight: 2, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 80 }) }) },
      { weight: 3, arbitrary: fc.record({ do: fc.constant('follow' as const), back: fc.nat(10) }) },
    );
    fc.assert(fc.property(fc.array(action, { maxLength: 60 }), (actions) => {
      const { id, log } = newLog();
      const followers: { readonly from: number; readonly heard: AnyNumberedEvent[] }[] = [];
      const written: RunEvent[] = [];
      for (const one of actions) {
        if (one.do === 'follow') {
          const from = Math.max(1, store.runs.lastSeq(id) - one.back);
          const heard: AnyNumberedEvent[] = [];
          followers.push({ from, heard });
          followRun({ store, runId: id, fromSeq: from, live: () => log, tell: ({ events }) => heard.push(...events), fail: (error) => { throw error; } });
        } else if (one.do === 'wait') {
          vi.advanceTimersByTime(one.ms);
        } else {
          const event: RunEvent = one.do === 'say' ? delta(one.text, one.step) : { type: 'stepStarted', step: one.step, by: 'local' };
          written.push(event);
          log.append(event);
        }
      }
      log.append({ type: 'runCancelled' });
      const all = store.runs.events(id, 1, 10_000);
      expect(all.map(({ seq }) => seq)).toEqual(all.map((_, index) => index + 1));
      for (const { from, heard } of followers) expect(heard).toEqual(all.slice(from - 1));
      // Joining text changes nothing of what is seen.
      const direct = written.map((event, index) => ({ seq: index + 1, at: 0, event }));
      expect(reduceRunAll(emptyRun, all).steps).toEqual(reduceRunAll(emptyRun, direct).steps);
    }), { numRuns: 80 });
  });
});
