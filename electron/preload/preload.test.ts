import { beforeEach, describe, expect, it, vi } from 'vitest';

const electron = vi.hoisted(() => ({
  exposed: {} as Record<string, unknown>,
  sent: [] as unknown[][],
  listeners: new Map<string, (event: unknown, ...args: unknown[]) => void>(),
}));
vi.mock('electron', () => ({
  contextBridge: { exposeInMainWorld: (name: string, value: unknown) => { electron.exposed[name] = value; } },
  ipcRenderer: {
    on: (channel: string, listener: (event: unknown, ...args: unknown[]) => void) => { electron.listeners.set(channel, listener); },
    send: (...args: unknown[]) => { electron.sent.push(args); },
  },
}));

interface Bridge { send(message: unknown): void; onMessage(listener: (...args: unknown[]) => void): void }

beforeEach(async () => {
  electron.sent.length = 0;
  vi.resetModules();
  await import('./preload.ts');
});

describe('the preload', () => {
  it('gives the page two narrow functions and nothing of Electron', () => {
    expect(Object.keys(electron.exposed)).toEqual(['tandem']);
    expect(Object.entries(electron.exposed['tandem'] as Bridge).map(([name, value]) => [name, typeof value])).toEqual([['send', 'function'], ['onMessage', 'function']]);
  });

  it('says that a page has begun, then passes messages on one fixed channel', () => {
    const bridge = electron.exposed['tandem'] as Bridge;
    bridge.send({ kind: 'unsubscribe', id: 1 });
    expect(electron.sent).toEqual([['tandem:open'], ['tandem:toService', { kind: 'unsubscribe', id: 1 }]]);
  });

  it('hands on messages without the event that carries the sender, also those that came early', () => {
    const bridge = electron.exposed['tandem'] as Bridge;
    const heard: unknown[][] = [];
    electron.listeners.get('tandem:toClient')?.({ sender: 'secret' }, 'early');
    bridge.onMessage((...args) => heard.push(args));
    electron.listeners.get('tandem:toClient')?.({ sender: 'secret' }, 'late');
    expect(heard).toEqual([['early'], ['late']]);
  });
});
