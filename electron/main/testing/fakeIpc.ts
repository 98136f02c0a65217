import { EventEmitter } from 'node:events';
import type { IpcMain, IpcMainEvent, WebContents, WebFrameMain } from 'electron';
import type { ClientPort } from '../../../shared/contract/wire.ts';
import { channels } from '../../preload/channels.ts';
import { appOrigin } from '../appScheme.ts';

/** The parts of Electron that carry messages, as one page and the main process see them. Values are cloned, as IPC does. */
export interface FakePage {
  readonly contents: WebContents;
  /** What the preload's bridge offers. A new page of the same window begins with this call, too. */
  begin(): ClientPort;
  /** A message from some frame, as the main process receives it. */
  deliver(channel: string, payload: unknown, frame: Pick<WebFrameMain, 'origin' | 'parent'> | null): void;
  /** Another page stands in the window now. */
  navigate(url: string): void;
  destroy(): void;
}

export const appFrame = { origin: appOrigin, parent: null } as const;

export function fakeIpcMain(): Pick<IpcMain, 'on'> & EventEmitter {
  return new EventEmitter() as unknown as Pick<IpcMain, 'on'> & EventEmitter;
}

export function fakePage(ipcMain: EventEmitter): FakePage {
  const contents = new EventEmitter();
  let isDestroyed = false;
  let url = `${appOrigin}/`;
  let toPage: ((message: unknown) => void) | undefined;
  let onGone: () => void = () => undefined;
  Object.assign(contents, {
    isDestroyed: () => isDestroyed,
    getURL: () => url,
    send: (channel: string, message: unknown) => {
      if (isDestroyed) throw new Error('Object has been destroyed');
      const copy = structuredClone(message);
      if (channel === channels.toClient) queueMicrotask(() => toPage?.(copy));
    },
  });
  const sender = contents as unknown as WebContents;
  const deliver: FakePage['deliver'] = (channel, payload, frame) => {
    ipcMain.emit(channel, { sender, senderFrame: frame } as unknown as IpcMainEvent, structuredClone(payload));
  };
  return {
    contents: sender, deliver,
    begin: () => {
      toPage = undefined;
      deliver(channels.open, undefined, appFrame);
      return {
        send: (message) => queueMicrotask(() => deliver(channels.toService, message, appFrame)),
        onMessage: (listener) => { toPage = listener; },
        onClose: (listener) => { onGone = listener; },
        close: () => undefined,
      };
    },
    navigate: (next) => { url = next; },
    destroy: () => {
      isDestroyed = true;
      contents.emit('destroyed');
      onGone();
    },
  };
}
