import { WebSocket } from 'ws';
import type { ClientPort } from '../../../../shared/contract/wire.ts';

/** What a browser holds once it was let in. */
export interface SignedIn { readonly cookie: string; readonly key: string }

/** Opens the printed address as a browser would. @returns the session's cookie, as sent back later, and the page's key */
export async function signIn(url: string): Promise<SignedIn> {
  const response = await fetch(url, { redirect: 'manual' });
  const cookie = response.headers.get('set-cookie')?.split(';', 1)[0];
  const key = /^\/#key=([\w-]{43})$/.exec(response.headers.get('location') ?? '')?.[1];
  if (response.status !== 303 || cookie === undefined || key === undefined) throw new Error(`not let in: ${response.status}`);
  return { cookie, key };
}

/** The page's own way to the contract. */
export function contractSocket(port: number, { cookie, key }: SignedIn): WebSocket {
  return new WebSocket(`ws://127.0.0.1:${port}/contract`, [key], { headers: { cookie, origin: `http://127.0.0.1:${port}` } });
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
