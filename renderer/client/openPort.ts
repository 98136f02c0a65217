import type { ClientPort } from '../../shared/contract/wire.ts';
import { bridgePort, type TandemBridge } from './bridgePort.ts';
import { pageKey } from './pageKey.ts';
import { webSocketPort } from './webSocketPort.ts';

/** A port being opened. `opened` settles once messages flow; a port that fails to open closes instead. */
export interface OpeningPort { readonly port: ClientPort; readonly opened: Promise<void> }
export type OpenPort = () => OpeningPort;

declare global {
  interface Window {
    /** Put there by the preload in Electron; absent in the web page. */
    readonly tandem?: TandemBridge;
  }
}

/** In the window through the preload's bridge, in the page through a WebSocket to where the page came from. */
export const openPort: OpenPort = () => {
  if (window.tandem) return { port: bridgePort(window.tandem), opened: Promise.resolve() };
  const address = new URL('/contract', window.location.href);
  address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';
  const key = pageKey(window);
  return webSocketPort(address.href, (url) => new WebSocket(url, key === null ? [] : [key]));
};
