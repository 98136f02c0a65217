import type { ClientPort } from '../../shared/contract/wire.ts';

/** What the preload gives the page. */
export interface TandemBridge {
  send(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
}

/** The bridge lives as long as the window does, so it never closes by itself. */
export function bridgePort(bridge: TandemBridge): ClientPort {
  const closeListeners: (() => void)[] = [];
  return {
    send: (message) => bridge.send(message),
    onMessage: (listener) => bridge.onMessage(listener),
    onClose: (listener) => { closeListeners.push(listener); },
    close: () => { for (const tell of closeListeners) tell(); },
  };
}
