import type { IpcMain, WebContents } from 'electron';
import type { Service } from '../../shared/contract/api.ts';
import { serveContract } from '../../shared/contract/serveContract.ts';
import type { ServicePort } from '../../shared/contract/wire.ts';
import type { Log } from '../node/log.ts';
import { channels } from '../preload/channels.ts';
import { isAppPage } from './appScheme.ts';
import { listenToApp } from './fromApp.ts';

interface OpenPort { readonly port: ServicePort; receive(message: unknown): void; end(): void }

/**
 * Serves the contract to every page of the app over IPC. A page that reloads begins anew: its old subscriptions end.
 * @param service may still be on its way; messages wait for it
 */
export function serveIpc(ipcMain: Pick<IpcMain, 'on'>, service: Promise<Service>, log: Log): void {
  const ports = new Map<WebContents, OpenPort>();

  listenToApp(ipcMain, channels.open, log, (sender) => {
    const isNew = !ports.has(sender);
    ports.get(sender)?.end();
    const opened = openPort(sender);
    ports.set(sender, opened);
    service.then((ready) => serveContract(ready, opened.port, (what, cause) => log.error(what, cause)), () => undefined);
    if (!isNew) return;
    const end = () => {
      ports.get(sender)?.end();
      ports.delete(sender);
    };
    sender.on('destroyed', end);
    sender.on('render-process-gone', end);
  });

  listenToApp(ipcMain, channels.toService, log, (sender, message) => ports.get(sender)?.receive(message));
}

function openPort(contents: WebContents): OpenPort {
  let listener: ((message: unknown) => void) | undefined;
  let waiting: unknown[] = [];
  let isEnded = false;
  const closeListeners: (() => void)[] = [];
  const end = () => {
    if (isEnded) return;
    isEnded = true;
    for (const tell of closeListeners) tell();
  };
  return {
    end,
    receive: (message) => {
      if (isEnded) return;
      if (listener) listener(message);
      else waiting.push(message);
    },
    port: {
      send: (message) => {
        // Should another page ever stand in the window, it is told nothing.
        if (!isEnded && !contents.isDestroyed() && isAppPage(contents.getURL())) contents.send(channels.toClient, message);
      },
      onMessage: (next) => {
        listener = next;
        const early = waiting;
        waiting = [];
        for (const message of early) next(message);
      },
      onClose: (tell) => {
        if (isEnded) tell();
        else closeListeners.push(tell);
      },
      close: end,
    },
  };
}
