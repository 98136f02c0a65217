import { once } from 'node:events';
import fs from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';

export interface ModelMirror {
  /** For `HF_ENDPOINT`. */
  readonly url: string;
  /** Lets the second half of each file go. */
  release(): void;
  close(): void;
}

/** Serves the real weights of this machine under Hugging Face's addresses, and holds each file halfway until released. */
export async function startModelMirror(folder: string): Promise<ModelMirror> {
  let release: () => void = () => undefined;
  const released = new Promise<void>((resolve) => { release = resolve; });
  const server = http.createServer((request, response) => {
    const file = path.join(folder, path.basename(decodeURIComponent(request.url ?? '')));
    if (!fs.existsSync(file)) {
      response.writeHead(404).end();
      return;
    }
    const { size } = fs.statSync(file);
    const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
    const half = Math.max(from, Math.floor(size / 2));
    response.writeHead(from > 0 ? 206 : 200, { 'content-length': size - from, ...from > 0 ? { 'content-range': `bytes ${from}-${size - 1}/${size}` } : {} });
    const send = async () => {
      if (half > from) for await (const chunk of fs.createReadStream(file, { start: from, end: half - 1 })) if (!response.write(chunk)) await once(response, 'drain');
      await released;
      fs.createReadStream(file, { start: half }).pipe(response);
    };
    send().catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`, release,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
