import { execFile } from 'node:child_process';
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { directFetch } from './directFetch.ts';

const ownFile = (name: string): string => pathToFileURL(fileURLToPath(new URL(name, import.meta.url))).href;

/** Asks a server on this machine with the expert's fetch, in a Node that was told to use a proxy. */
const program = `
  import { guardedFetch } from ${JSON.stringify(ownFile('./guardedFetch.ts'))};
  const url = new URL(process.env.ASKED);
  const silent = { signal: new AbortController().signal, expired: null, sent() {}, alive() {}, lose() {}, stop() {} };
  const answer = await guardedFetch(url, silent, true)(url, { method: 'POST', body: 'a step', headers: { 'content-type': 'text/plain', 'x-more': 'dropped' } });
  process.stdout.write(answer.status + ' ' + await answer.text());
`;

describe('a server on this machine', () => {
  it('is reached without the proxy that the environment names', async () => {
    const proxied: string[] = [];
    const proxy = http.createServer((request, response) => { proxied.push(String(request.url)); response.end('proxy'); });
    proxy.on('connect', (request, socket) => { proxied.push(String(request.url)); socket.end('HTTP/1.1 502 No\r\n\r\n'); });
    const server = http.createServer((request, response) => {
      void request.toArray().then((chunks) => { response.writeHead(202).end(`${Buffer.concat(chunks).toString()}, ${String(request.headers['x-more'])}`); });
    });
    try {
      const [proxyAt, serverAt] = await Promise.all([listen(proxy), listen(server)]);
      const { PATH, SystemRoot } = process.env;
      const env = { PATH, SystemRoot, NODE_USE_ENV_PROXY: '1', HTTP_PROXY: proxyAt, HTTPS_PROXY: proxyAt, ASKED: serverAt };
      const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', program], { env });
      expect(stdout).toBe('202 a step, undefined');
      expect(proxied).toEqual([]);
    } finally {
      proxy.close();
      server.close();
    }
  });

  it('answers with a redirect or with nothing, and is let go of when asked to stop', async () => {
    const server = http.createServer((request, response) => {
      if (request.url === '/half') response.writeHead(200, { 'content-length': '10' }).write('half');
      else if (request.url === '/moved') response.writeHead(307, { location: 'https://elsewhere.example' }).end();
      else if (request.url === '/nothing') response.writeHead(204).end();
    });
    try {
      const base = await listen(server);
      const headers = new Headers();
      const moved = await directFetch(new URL('/moved', base), { headers });
      expect([moved.status, moved.headers.get('location')]).toEqual([307, 'https://elsewhere.example']);
      expect((await directFetch(new URL('/nothing', base), { headers })).status).toBe(204);
      const stop = new AbortController();
      const waiting = directFetch(new URL('/silent', base), { headers, signal: stop.signal });
      stop.abort();
      await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
      const later = new AbortController();
      const half = await directFetch(new URL('/half', base), { headers, signal: later.signal });
      later.abort();
      await expect(half.text()).rejects.toThrow();
    } finally {
      server.closeAllConnections();
      server.close();
    }
    await expect(directFetch(new URL('http://127.0.0.1:1'), { headers: new Headers() })).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });
});

async function listen(server: http.Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
}
