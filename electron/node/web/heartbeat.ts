import type { WebSocket } from 'ws';

const beatMs = 30_000;

/** What a heartbeat needs of a connection. */
export type Beating = Pick<WebSocket, 'ping' | 'terminate'> & { on(event: 'pong' | 'close', listener: () => void): unknown };

/** A laptop that slept leaves dead connections; whoever misses a whole round is let go and reconnects. */
export function createHeartbeat(): { add(socket: Beating): void; stop(): void } {
  const sockets = new Map<Beating, { answered: boolean }>();
  const timer = setInterval(() => {
    for (const [socket, state] of sockets) {
      if (!state.answered) {
        socket.terminate();
        continue;
      }
      state.answered = false;
      socket.ping();
    }
  }, beatMs);
  timer.unref();
  return {
    add: (socket) => {
      const state = { answered: true };
      sockets.set(socket, state);
      socket.on('pong', () => { state.answered = true; });
      socket.on('close', () => sockets.delete(socket));
    },
    stop: () => clearInterval(timer),
  };
}
