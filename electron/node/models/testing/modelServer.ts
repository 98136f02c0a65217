import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createHash } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';

export interface ModelServer {
  readonly endpoint: string;
  /** `Range` header of each request for the file itself, in order; null where there was none. */
  readonly ranges: (string | null)[];
  /** What happens to the next requests, one each; after that all is well. */
  readonly faults: Fault[];
  close(): Promise<void>;
}
export type Fault =
  /** The connection ends once the client has stored that much. */
  | { readonly kind: 'cut'; readonly afterBytes: number }
  /** All of it, in pieces with pauses. */
  | { readonly kind: 'trickle'; readonly pieces: number; readonly pauseMs: number }
  | { readonly kind: 'stall'; readonly afterBytes: number }
  | { readonly kind: 'status'; readonly status: number }
  | { readonly kind: 'ignoreRange' };

export interface ModelServerOptions {
  /** Another checksum than the true one; null: none. */
  readonly announce?: string | null;
  readonly redirectTo?: string;
  /** Resolves once the client has that many bytes in its file; what a broken connection had in flight may be lost. */
  readonly stored?: (bytes: number) => Promise<void>;
}

/** A server on the loopback address that hands out one file as Hugging Face does: by a redirect, with a checksum, with ranges. */
export async function startModelServer(content: Buffer, options: ModelServerOptions = {}): Promise<ModelServer> {
  const ranges: (string | null)[] = [];
  const faults: Fault[] = [];
  const announced = options.announce === undefined ? createHash('sha256').update(content).digest('hex') : options.announce;
  const server = createServer((request, response) => {
    if (request.url?.includes('/resolve/')) {
      const headers = { location: options.redirectTo ?? '/blob', ...(announced ? { 'x-linked-etag': `"${announced}"` } : {}) };
      response.writeHead(302, headers).end();
      return;
    }
    ranges.push(request.headers.range ?? null);
    void serveFile(content, faults.shift(), request, response, options.stored);
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    endpoint: `http://127.0.0.1:${String(port)}`,
    ranges,
    faults,
    close: () => new Promise((resolve) => {
      server.closeAllConnections();
      server.close(() => { resolve(); });
    }),
  };
}

async function serveFile(content: Buffer, fault: Fault | undefined, request: IncomingMessage, response: ServerResponse, stored: ModelServerOptions['stored']): Promise<void> {
  if (fault?.kind === 'status') {
    response.writeHead(fault.status).end();
    return;
  }
  const range = fault?.kind === 'ignoreRange' ? null : /^bytes=(\d+)-$/.exec(request.headers.range ?? '');
  const from = range ? Number(range[1]) : 0;
  if (from >= content.length) {
    response.writeHead(416, { 'content-range': `bytes */${String(content.length)}` }).end();
    return;
  }
  const body = content.subarray(from);
  const headers = { 'content-length': body.length, ...(range ? { 'content-range': `bytes ${String(from)}-${String(content.length - 1)}/${String(content.length)}` } : {}) };
  response.writeHead(range ? 206 : 200, headers);
  if (!fault || fault.kind === 'ignoreRange') {
    response.end(body);
  } else if (fault.kind === 'trickle') {
    const size = Math.ceil(body.length / fault.pieces);
    for (let at = 0; at < body.length; at += size) {
      response.write(body.subarray(at, at + size));
      await wait(fault.pauseMs);
    }
    response.end();
  } else {
    response.write(body.subarray(0, fault.afterBytes));
    if (fault.kind === 'stall') return;
    await stored?.(from + fault.afterBytes);
    response.destroy();
  }
}
