import type { ClientPort } from '../../shared/contract/wire.ts';
import type { OpeningPort } from './openPort.ts';

/** The contract as JSON over one WebSocket. What is sent before it is open waits; it never reconnects by itself. */
export function webSocketPort(address: string, create: (address: string) => WebSocket): OpeningPort {
  const socket = create(address);
  const closeListeners: (() => void)[] = [];
  let listener: ((message: unknown) => void) | null = null;
  let early: unknown[] = [];
  let unsent: string[] = [];
  let isClosed = false;

  const closed = () => {
    if (isClosed) return;
    isClosed = true;
    for (const tell of closeListeners) tell();
  };
  socket.addEventListener('message', (event: MessageEvent<unknown>) => {
    const message = parse(event.data);
    if (message === undefined) return;
    if (listener) listener(message);
    else early.push(message);
  });
  socket.addEventListener('close', closed);
  const opened = new Promise<void>((resolve) => {
    socket.addEventListener('open', () => {
      for (const text of unsent) socket.send(text);
      unsent = [];
      resolve();
    });
  });

  const port: ClientPort = {
    send: (message) => {
      const text = JSON.stringify(message);
      if (socket.readyState === socket.OPEN) socket.send(text);
      else if (!isClosed) unsent.push(text);
    },
    onMessage: (next) => {
      listener = next;
      for (const message of early) next(message);
      early = [];
    },
    onClose: (tell) => { closeListeners.push(tell); },
    close: () => {
      socket.close();
      closed();
    },
  };
  return { port, opened };
}

function parse(data: unknown): unknown {
  if (typeof data !== 'string') return undefined;
  try {
    return JSON.parse(data);
  } catch {
    return undefined;
  }
}
