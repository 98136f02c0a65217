import type { WebSocket } from 'ws';
import type { ServicePort } from '../../../shared/contract/wire.ts';

/** A page that does not read what it is sent is let go before it costs memory; it reconnects and asks for what it missed. */
const maxWaitingBytes = 64 * 1024 * 1024;

/** The service's end of a WebSocket: one JSON message of `shared/contract/wire.ts` per frame. */
export function webPort(socket: WebSocket): ServicePort {
  let listener: ((message: unknown) => void) | undefined;
  let waiting: unknown[] = [];
  socket.on('message', (data, isBinary) => {
    const message = isBinary ? undefined : parse(data.toString());
    if (message === undefined) {
      socket.close(1003, 'JSON text only');
    } else if (listener) {
      listener(message);
    } else {
      waiting.push(message);
    }
  });
  // A broken connection also closes; there is nothing more to do about it.
  socket.on('error', () => socket.terminate());
  return {
    send: (message) => {
      if (socket.readyState !== socket.OPEN) return;
      if (socket.bufferedAmount > maxWaitingBytes) socket.terminate();
      else socket.send(JSON.stringify(message));
    },
    onMessage: (next) => {
      listener = next;
      const early = waiting;
      waiting = [];
      for (const message of early) next(message);
    },
    onClose: (tell) => { socket.on('close', tell); },
    close: () => socket.close(),
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
