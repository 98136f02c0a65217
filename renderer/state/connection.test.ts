import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { linkedPorts } from '../../shared/contract/inMemory.ts';
import type { ServicePort } from '../../shared/contract/wire.ts';
import { call, connect, useConnection, withEveryClient } from './connection.ts';

beforeEach(() => {
  vi.useFakeTimers();
  useConnection.setState({ status: 'connecting', client: null });
});
afterEach(() => { vi.useRealTimers(); });

describe('the connection', () => {
  it('is opened anew when it is lost, and everybody follows', async () => {
    const servers: ServicePort[] = [];
    connect(() => {
      const [client, server] = linkedPorts();
      servers.push(server);
      return { port: client, opened: Promise.resolve() };
    });
    let started = 0;
    let ended = 0;
    const leave = withEveryClient(() => {
      started++;
      return () => { ended++; };
    });
    await vi.advanceTimersByTimeAsync(0);
    expect([useConnection.getState().status, started, ended]).toEqual(['open', 1, 0]);
    servers[0]?.close();
    await vi.advanceTimersByTimeAsync(0);
    expect(useConnection.getState().status).toBe('lost');
    await vi.advanceTimersByTimeAsync(300);
    expect([useConnection.getState().status, started, ended, servers.length]).toEqual(['open', 2, 1, 2]);
    leave();
    expect(ended).toBe(2);
  });

  it('waits longer after each failure', async () => {
    let attempts = 0;
    connect(() => {
      attempts++;
      const [client, server] = linkedPorts();
      server.close();
      return { port: client, opened: new Promise(() => undefined) };
    });
    await vi.advanceTimersByTimeAsync(300 + 1_000 + 2_000 + 4_000);
    expect(attempts).toBe(5);
    await vi.advanceTimersByTimeAsync(7_900);
    expect(attempts).toBe(5);
  });

  it('says so when it is not there', async () => {
    await expect(call('chats.create', {})).rejects.toMatchObject({ kind: 'disconnected' });
  });
});
