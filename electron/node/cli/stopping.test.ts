import { EventEmitter } from 'node:events';
import { expect, it } from 'vitest';
import { listenForStops } from './stopping.ts';

function setUp() {
  const on = new EventEmitter();
  const exits: number[] = [];
  let time = 100;
  const stopping = listenForStops({ on, exit: (code) => { exits.push(code); }, now: () => time });
  return { on, exits, stopping, pass: (ms: number) => { time += ms; } };
}

it('ends the process at once where no command stops in order', () => {
  const { on, exits } = setUp();
  on.emit('SIGINT');
  expect(exits).toEqual([130]);
});

it.each(['SIGINT', 'SIGTERM', 'SIGHUP'])('lets a command end in order on %s, and takes the echo of a library for no second wish', (name) => {
  const { on, exits, stopping, pass } = setUp();
  const signal = stopping.inOrder();
  expect(signal.aborted).toBe(false);
  on.emit(name);
  pass(50);
  on.emit(name);
  expect(signal.aborted).toBe(true);
  expect(exits).toEqual([]);
});

it('a second Ctrl+C a while later is obeyed at once', () => {
  const { on, exits, stopping, pass } = setUp();
  stopping.inOrder();
  on.emit('SIGINT');
  pass(1001);
  on.emit('SIGINT');
  expect(exits).toEqual([130]);
});
