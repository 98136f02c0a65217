import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createHeartbeat, type Beating } from './heartbeat.ts';

beforeEach(() => { vi.useFakeTimers(); });
afterEach(() => { vi.useRealTimers(); });

/** A connection whose other end answers pings or not. */
function connection(answers: boolean): Beating & { readonly isGone: () => boolean } {
  const events = new EventEmitter();
  let isGone = false;
  return {
    on: (event, listener) => events.on(event, listener),
    ping: () => { if (answers && !isGone) events.emit('pong'); },
    terminate: () => {
      isGone = true;
      events.emit('close');
    },
    isGone: () => isGone,
  };
}

it('keeps whoever answers, for as long as it answers, and lets go of whoever does not', () => {
  const heartbeat = createHeartbeat();
  const [alive, dead] = [connection(true), connection(false)];
  heartbeat.add(alive);
  heartbeat.add(dead);
  vi.advanceTimersByTime(30_000);
  expect(alive.isGone() || dead.isGone()).toBe(false);
  vi.advanceTimersByTime(30_000);
  expect(dead.isGone()).toBe(true);
  vi.advanceTimersByTime(600_000);
  expect(alive.isGone()).toBe(false);
  heartbeat.stop();
});
