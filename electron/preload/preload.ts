import { contextBridge, ipcRenderer } from 'electron';
import { channels } from './channels.ts';

/** All that the page gets of Electron: messages of the contract, one way each. Both ends parse them. */
export interface TandemBridge {
  send(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
}

let listener: ((message: unknown) => void) | undefined;
let waiting: unknown[] = [];
ipcRenderer.on(channels.toClient, (_event, message: unknown) => {
  if (listener) listener(message);
  else waiting.push(message);
});

const bridge: TandemBridge = {
  send: (message) => ipcRenderer.send(channels.toService, message),
  onMessage: (next) => {
    listener = next;
    const early = waiting;
    waiting = [];
    for (const message of early) next(message);
  },
};

contextBridge.exposeInMainWorld('tandem', bridge);
ipcRenderer.send(channels.open);
