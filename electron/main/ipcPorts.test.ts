import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createClient } from '../../shared/contract/createClient.ts';
import { firstState } from '../../shared/testing/follow.ts';
import { silentLog } from '../node/log.ts';
import { testService, type TestService } from '../node/runs/testing/testService.ts';
import { channels } from '../preload/channels.ts';
import { serveIpc } from './ipcPorts.ts';
import { appFrame, fakeIpcMain, fakePage } from './testing/fakeIpc.ts';

let tested: TestService;
beforeEach(async () => { tested = await testService(); });
afterEach(() => tested.service.close());

const createChat = { kind: 'call', id: 1, method: 'chats.create', params: {} } as const;

describe('IPC', () => {
  it.each([
    ['another origin', { origin: 'https://evil.example', parent: null }],
    ['another host of the scheme', { origin: 'app://evil', parent: null }],
    ['an opaque origin', { origin: 'null', parent: null }],
    ['a frame inside the page', { origin: 'app://tandem', parent: appFrame as never }],
    ['a frame that is gone', null],
  ])('drops what comes from %s', async (_, frame) => {
    const ipcMain = fakeIpcMain();
    serveIpc(ipcMain, Promise.resolve(tested.service), silentLog);
    const page = fakePage(ipcMain);
    const client = createClient(page.begin());
    page.deliver(channels.toService, createChat, frame);
    expect(await firstState(client, 'chats', {})).toEqual([]);
    page.deliver(channels.toService, createChat, appFrame);
    expect(await firstState(client, 'chats', {})).toHaveLength(1);
  });

  it('does not let a foreign page open a port', async () => {
    const ipcMain = fakeIpcMain();
    serveIpc(ipcMain, Promise.resolve(tested.service), silentLog);
    const page = fakePage(ipcMain);
    page.deliver(channels.open, undefined, { origin: 'https://evil.example', parent: null });
    page.deliver(channels.toService, createChat, appFrame);
    expect(await firstState(tested.client, 'chats', {})).toEqual([]);
  });

  it('tells a foreign page in the window nothing of what the app had subscribed to', async () => {
    const ipcMain = fakeIpcMain();
    serveIpc(ipcMain, Promise.resolve(tested.service), silentLog);
    const page = fakePage(ipcMain);
    const port = page.begin();
    const heard: unknown[] = [];
    port.onMessage((message) => heard.push(message));
    port.send({ kind: 'subscribe', id: 1, topic: 'chats', params: {} });
    await vi.waitFor(() => expect(heard).toHaveLength(1));
    page.navigate('https://evil.example/');
    await tested.client.call('chats.create', { title: 'private' });
    await firstState(tested.client, 'chats', {}, (chats) => chats.length === 1);
    expect(heard).toHaveLength(1);
    page.navigate('app://tandem/#settings');
    await tested.client.call('chats.create', {});
    await vi.waitFor(() => expect(heard).toHaveLength(2));
  });

  it('lets a reloaded page begin anew with the same ids', async () => {
    const ipcMain = fakeIpcMain();
    serveIpc(ipcMain, Promise.resolve(tested.service), silentLog);
    const page = fakePage(ipcMain);
    const first = createClient(page.begin());
    await new Promise((resolve) => first.subscribe('chats', {}, resolve, resolve));
    await firstState(first, 'app', {});
    const second = createClient(page.begin());
    const heard: unknown[] = [];
    // The same id as the earlier page's subscription to the chats.
    second.subscribe('app', {}, ({ version }) => heard.push(version), (error) => heard.push(error));
    await second.call('chats.create', {});
    expect(await firstState(second, 'chats', {})).toHaveLength(1);
    expect(heard).toEqual(['0.0.0-test']);
  });

  it('holds messages until the service is there', async () => {
    const ipcMain = fakeIpcMain();
    let ready: (service: TestService['service']) => void = () => undefined;
    serveIpc(ipcMain, new Promise<TestService['service']>((resolve) => { ready = resolve; }), silentLog);
    const client = createClient(fakePage(ipcMain).begin());
    const chat = client.call('chats.create', { title: 'Early' });
    ready(tested.service);
    expect(await chat).toMatchObject({ title: 'Early' });
  });

  it('survives what is no message of the contract', async () => {
    const ipcMain = fakeIpcMain();
    serveIpc(ipcMain, Promise.resolve(tested.service), silentLog);
    const page = fakePage(ipcMain);
    const client = createClient(page.begin());
    for (const nonsense of [undefined, null, 7, 'text', [], { kind: 'call' }, { kind: 'call', id: 'x', method: 3 }, { kind: 'unsubscribe', id: 99 }]) {
      page.deliver(channels.toService, nonsense, appFrame);
    }
    await expect(client.call('toString' as never, {} as never)).rejects.toMatchObject({ kind: 'badInput' });
    expect(await firstState(client, 'chats', {})).toEqual([]);
  });
});
