import type { ClientPort, Port, ServicePort } from './wire.ts';

/** Two linked ends in one process, for tests and the terminal. Messages are cloned, so that what works here works on a wire. */
export function linkedPorts(): readonly [ClientPort, ServicePort] {
  const a = end();
  const b = end();
  a.peer = b;
  b.peer = a;
  // eslint-disable-next-line typescript/no-unsafe-type-assertion -- each end sends what the other one reads
  return [a.port as ClientPort, b.port as ServicePort];
}

interface End { peer?: End; receive(message: unknown): void; closed(): void; port: Port<unknown, unknown> }

function end(): End {
  let listener: ((message: unknown) => void) | undefined;
  let waiting: unknown[] = [];
  let isClosed = false;
  const closeListeners: (() => void)[] = [];
  const self: End = {
    receive: (message) => {
      if (isClosed) return;
      if (listener) listener(message);
      else waiting.push(message);
    },
    closed: () => {
      if (isClosed) return;
      isClosed = true;
      for (const tell of closeListeners) tell();
    },
    port: {
      send: (message) => {
        if (isClosed) return;
        const copy = structuredClone(message);
        void Promise.resolve().then(() => self.peer?.receive(copy));
      },
      onMessage: (next) => {
        listener = next;
        const early = waiting;
        waiting = [];
        for (const message of early) next(message);
      },
      onClose: (tell) => { closeListeners.push(tell); },
      close: () => {
        self.closed();
        void Promise.resolve().then(() => self.peer?.closed());
      },
    },
  };
  return self;
}
