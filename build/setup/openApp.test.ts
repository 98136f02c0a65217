import { describe, expect, it } from 'vitest';
import { openApp } from './openApp.mjs';

interface Scene {
  readonly args?: readonly string[];
  readonly found?: { electron: string } | { why: string };
  /** Electron's exit code, and after how long. */
  readonly code?: number;
  readonly afterMs?: number;
  readonly stopped?: boolean;
}

async function open({ args = ['--port', '1'], found = { electron: '/electron' }, code = 0, afterMs = 60_000, stopped = false }: Scene) {
  const done: string[] = [];
  let time = 0;
  const exit = await openApp(args, {
    findElectron: () => { done.push('looked'); return Promise.resolve(found); },
    runElectron: (electron, given) => {
      done.push([electron, ...given].join(' '));
      time += afterMs;
      return Promise.resolve(code);
    },
    serve: (given) => { done.push(['page', ...given].join(' ')); return Promise.resolve(3); },
    say: (line) => { done.push(`said: ${line}`); },
    wasStopped: () => stopped, now: () => time,
  });
  return { done, exit };
}

describe('opening the app', () => {
  it('opens the window and ends with its code', async () => {
    expect(await open({})).toEqual({ done: ['looked', '/electron --port 1'], exit: 0 });
    expect(await open({ code: 9 })).toEqual({ done: ['looked', '/electron --port 1'], exit: 9 });
  });

  it('serves the page on purpose without looking for a window', async () => {
    expect(await open({ args: ['--web', '--port', '1'] })).toEqual({ done: ['page --port 1'], exit: 3 });
  });

  it('says in one line why there is no window, and serves the same app', async () => {
    expect(await open({ found: { why: 'there is no display' } })).toEqual({
      done: ['looked', 'said: No window here, because there is no display: serving the same app as a page instead.', 'page --port 1'], exit: 3,
    });
  });

  it('serves the page where Electron dies before it can have shown a window', async () => {
    expect(await open({ code: 1, afterMs: 400 })).toEqual({
      done: ['looked', '/electron --port 1', 'said: Electron ended at once (see above): serving the same app as a page instead.', 'page --port 1'], exit: 3,
    });
  });

  it('does not open a page for somebody who has just stopped or closed the window', async () => {
    expect((await open({ code: 130, afterMs: 400, stopped: true })).done).not.toContain('page --port 1');
    expect((await open({ code: 0, afterMs: 400 })).done).not.toContain('page --port 1');
  });
});
