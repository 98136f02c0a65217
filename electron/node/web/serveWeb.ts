import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { getRequestListener } from '@hono/node-server';
import { WebSocketServer } from 'ws';
import type { Service } from '../../../shared/contract/api.ts';
import { serveContract } from '../../../shared/contract/serveContract.ts';
import { TandemError } from '../../../shared/errors.ts';
import type { Log } from '../log.ts';
import { createHeartbeat } from './heartbeat.ts';
import { plain, rendererFile } from './rendererFiles.ts';
import { createSession, type Session } from './session.ts';
import { webPort } from './webPort.ts';

export interface WebServer {
  /** With the one-time token; to be printed for the user and nowhere else. */
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

const loopback = '127.0.0.1';
/** A user’s own examples may have 20 MB, and more once they are escaped as JSON. */
const maxMessageBytes = 48 * 1024 * 1024;

/**
 * Serves the renderer and the contract to one browser on this machine. Who speaks must name this very address (no DNS
 * rebinding), come from this very page (no other site's script), and hold the session that the token was exchanged for.
 * The contract asks for the page's key as well, as a WebSocket's subprotocol: the cookie is seen by other ports.
 * @param options.port 0 takes a free one
 */
export async function serveWeb(options: { readonly service: Service; readonly rendererDir: string; readonly port: number; readonly log: Log }): Promise<WebServer> {
  const { service, rendererDir, log } = options;
  const server = createServer();
  const port = await listen(server, options.port);
  const host = `${loopback}:${port}`;
  const origin = `http://${host}`;
  const session = createSession(`tandem-${port}`);
  const isOurs = (request: IncomingMessage, originNeeded: boolean) =>
    request.headers.host === host && (request.headers.origin === undefined ? !originNeeded : request.headers.origin === origin);

  const listener = getRequestListener((request) => answer(request, session, rendererDir), { hostname: host, errorHandler: () => plain(400, 'This request was not understood.') });
  server.on('request', (request, response) => {
    if (!isOurs(request, false) || request.headers['sec-fetch-site'] === 'cross-site' && request.headers['sec-fetch-mode'] !== 'navigate') {
      response.writeHead(403, { 'content-type': 'text/plain; charset=utf-8' }).end('Only the page at this address may ask.');
      return;
    }
    void listener(request, response);
  });

  const heartbeat = createHeartbeat();
  const sockets = new WebSocketServer({ noServer: true, maxPayload: maxMessageBytes, perMessageDeflate: false });
  server.on('upgrade', (request, socket: Duplex, head) => {
    socket.on('error', () => socket.destroy());
    const path = request.url?.split('?', 1)[0];
    if (path !== '/contract' || !isOurs(request, true) || !session.holds(request.headers.cookie) || !session.opens(request.headers['sec-websocket-protocol'])) {
      socket.end('HTTP/1.1 403 Forbidden\r\nconnection: close\r\ncontent-length: 0\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, socket, head, (opened) => {
      heartbeat.add(opened);
      serveContract(service, webPort(opened), (what, cause) => log.error(what, cause));
    });
  });

  return {
    port,
    url: `${origin}/?token=${session.token}`,
    close: async () => {
      heartbeat.stop();
      for (const client of sockets.clients) client.terminate();
      sockets.close();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}

async function answer(request: Request, session: Session, rendererDir: string): Promise<Response> {
  const url = new URL(request.url);
  const token = url.searchParams.get('token');
  const isKnown = session.holds(request.headers.get('cookie'));
  if (url.pathname === '/' && token !== null) {
    const entry = isKnown ? null : session.exchange(token);
    if (entry === null && !isKnown) return plain(401, 'This address was used before or is not complete. Start Tandem again and open the address it prints.');
    const response = plain(303, '');
    response.headers.set('location', entry === null ? '/' : `/#key=${entry.key}`);
    if (entry !== null) response.headers.set('set-cookie', entry.cookie);
    return response;
  }
  if (!isKnown) return plain(401, 'Open the address that Tandem printed in the terminal; it lets this browser in once.');
  return rendererFile(rendererDir, request.method, url.pathname);
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') {
        reject(new TandemError('portTaken', `Port ${port} is in use by another program. Close it, or choose another port with --port; without the option a free one is taken.`, { cause: error }));
      } else if (error.code === 'EACCES') {
        reject(new TandemError('notPermitted', `This system does not let you open port ${port}. Choose one above 1023 with --port.`, { cause: error }));
      } else {
        reject(error);
      }
    });
    server.listen(port, loopback, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}
