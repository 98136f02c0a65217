import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createHash } from 'node:crypto';

export interface ModelServer {
  readonly endpoint: string;
  /** `Range` header of each request for the file itself, in order; null where there was none. */
  readonly ranges: (string | null)[];
  /** What happens to the next requests, one each; after that all is well. */
  readonly faults: Fault[];
  close(): Promise<void>;
}
export type Fault =
  | { readonly kind: 'cut'; readonly afterBytes: number }
  | { readonly kind: 'stall'; readonly afterBytes: number }
  | { readonly kind: 'status'; readonly status: number }
  | { readonly kind: 'ignoreRange' };

/** A server on the loopback address that hands out one file as Hugging Face does: by a redirect, with a checksum, with ranges. */
export async function startModelServer(content: Buffer, options: { readonly announce?: string | null; readonly redirectTo?: string } = {}): Promise<ModelServer> {
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
    serveFile(content, faults.shift(), request, response);
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

function serveFile(content: Buffer, fault: Fault | undefined, request: IncomingMessage, response: ServerResponse): void {
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
  if (!fault || fault.kind === 'ignoreRange') response.end(body);
  else response.write(body.subarray(0, fault.afterBytes), () => { if (fault.kind === 'cut') response.destroy(); });
}
