import type { WebSocket } from 'ws';
import type { ClientPort } from '../../../../shared/contract/wire.ts';

/** Opens the printed address as a browser would. @returns the session's cookie, as sent back later */
export async function signIn(url: string): Promise<string> {
  const response = await fetch(url, { redirect: 'manual' });
  const cookie = response.headers.get('set-cookie')?.split(';', 1)[0];
  if (response.status !== 303 || cookie === undefined) throw new Error(`not let in: ${response.status}`);
  return cookie;
}

/** The client's end of a WebSocket, as soon as it is open. */
export function clientPort(socket: WebSocket): Promise<ClientPort> {
  const port: ClientPort = {
    send: (message) => socket.send(JSON.stringify(message)),
    onMessage: (listener) => { socket.on('message', (data) => { listener(JSON.parse(data.toString())); }); },
    onClose: (listener) => { socket.on('close', listener); },
    close: () => socket.close(),
  };
  return new Promise((resolve, reject) => {
    socket.once('open', () => resolve(port));
    socket.once('error', reject);
  });
}
