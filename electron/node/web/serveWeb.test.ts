import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { silentLog } from '../log.ts';
import { testService, type TestService } from '../runs/testing/testService.ts';
import { serveWeb, type WebServer } from './serveWeb.ts';
import { contractSocket, signIn } from './testing/browser.ts';

let service: TestService;
let web: WebServer;
let cookie: string;
let key: string;
let rendererDir: string;
let origin: string;

beforeAll(async () => {
  service = await testService();
  rendererDir = path.join(service.home, 'renderer');
  fs.mkdirSync(path.join(rendererDir, 'assets'), { recursive: true });
  fs.writeFileSync(path.join(rendererDir, 'index.html'), '<!doctype html><title>Tandem</title>');
  fs.writeFileSync(path.join(rendererDir, 'assets', 'main-1234.js'), 'export {};');
  fs.writeFileSync(path.join(rendererDir, 'notes.txt'), 'of no known type');
  fs.writeFileSync(path.join(service.home, 'outside.html'), 'secret');
  fs.symlinkSync(path.join(service.home, 'outside.html'), path.join(rendererDir, 'link.html'));
  web = await serveWeb({ service: service.service, rendererDir, port: 0, log: silentLog });
  origin = `http://127.0.0.1:${web.port}`;
});
afterAll(async () => {
  await web.close();
  await service.service.close();
});

/** A request whose path and headers are sent exactly as given, which `fetch` would tidy up. */
function raw(pathname: string, headers: Readonly<Record<string, string>> = {}, method = 'GET'): Promise<{ readonly status: number; readonly headers: http.IncomingHttpHeaders; readonly body: string }> {
  return new Promise((resolve, reject) => {
    const request = http.request({ host: '127.0.0.1', port: web.port, path: pathname, method, headers }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (part: string) => { body += part; }).on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
    });
    request.on('error', reject).end();
  });
}

function upgrade(headers: Readonly<Record<string, string>>, pathname = '/contract', keys: readonly string[] = [key]): Promise<'open' | number> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`ws://127.0.0.1:${web.port}${pathname}`, [...keys], { headers });
    socket.on('unexpected-response', (_, response) => resolve(response.statusCode ?? 0));
    socket.on('error', () => undefined);
    socket.on('open', () => {
      socket.terminate();
      resolve('open');
    });
  });
}

describe('the loopback server', () => {
  it('listens on 127.0.0.1 only', () => {
    expect(new URL(web.url).hostname).toBe('127.0.0.1');
    return expect(fetch(`http://127.0.0.2:${web.port}/`)).rejects.toThrow();
  });

  it('lets nobody in without the token, nor with a wrong one', async () => {
    expect((await raw('/')).status).toBe(401);
    expect((await raw('/assets/main-1234.js')).status).toBe(401);
    expect((await raw('/?token=wrong')).status).toBe(401);
    expect(await upgrade({ origin }, '/contract', [])).toBe(403);
  });

  it('exchanges the token once, for a cookie that scripts and other sites cannot use and a key that other ports do not see', async () => {
    const first = await raw(new URL(web.url).pathname + new URL(web.url).search);
    expect(first).toMatchObject({ status: 303, headers: { location: expect.stringMatching(/^\/#key=[\w-]{43}$/) as unknown, 'referrer-policy': 'no-referrer' } });
    key = first.headers.location?.slice('/#key='.length) ?? '';
    const [setCookie] = first.headers['set-cookie'] ?? [];
    expect(setCookie).toMatch(/^tandem-\d+=[\w-]{43}; HttpOnly; SameSite=Strict; Path=\/$/);
    cookie = setCookie?.split(';', 1)[0] ?? '';
    expect((await raw(`/${new URL(web.url).search}`)).status).toBe(401);
    await expect(signIn(web.url)).rejects.toThrow('401');
    // Whoever is in already is only sent to the clean address.
    expect(await raw(`/${new URL(web.url).search}`, { cookie })).toMatchObject({ status: 303, headers: { location: '/' } });
  });

  it('serves the renderer with its security headers', async () => {
    const page = await raw('/', { cookie });
    expect(page).toMatchObject({ status: 200, body: '<!doctype html><title>Tandem</title>' });
    expect(page.headers['content-security-policy']).toContain("default-src 'none'");
    expect(page.headers['content-security-policy']).toContain("script-src 'self'");
    expect(page.headers['content-security-policy']).not.toMatch(/script-src[^;]*unsafe/);
    for (const directive of ['base-uri', 'form-action', 'frame-ancestors']) expect(page.headers['content-security-policy']).toContain(`${directive} 'none'`);
    expect(page.headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY' });
    expect((await raw('/assets/main-1234.js', { cookie })).headers).toMatchObject({ 'content-type': 'text/javascript; charset=utf-8' });
    expect((await raw('/', { cookie }, 'HEAD'))).toMatchObject({ status: 200, body: '' });
    expect((await raw('/', { cookie }, 'POST')).status).toBe(405);
  });

  it.each([
    '/../outside.html', '/%2e%2e/outside.html', '/..%2foutside.html', '/assets/..%2f..%2foutside.html', '/..%5coutside.html', '/link.html', '/notes.txt',
    '//etc/passwd', '/assets', '/%00', '/%', '/.//../outside.html', '/tandem.db',
  ])('gives nothing outside the renderer: %s', async (pathname) => {
    const { status, body } = await raw(pathname, { cookie });
    expect([400, 404]).toContain(status);
    expect(body).not.toContain('secret');
  });

  it('refuses requests that name another host or come from another site', async () => {
    expect((await raw('/', { cookie, host: `evil.example:${web.port}` })).status).toBe(403);
    expect((await raw('/', { cookie, host: `localhost:${web.port}` })).status).toBe(403);
    expect((await raw('/', { cookie, host: '127.0.0.1' })).status).toBe(403);
    expect((await raw('/', { cookie, origin: 'http://evil.example' })).status).toBe(403);
    expect((await raw('/', { cookie, origin: 'null' })).status).toBe(403);
    expect((await raw('/assets/main-1234.js', { cookie, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' })).status).toBe(403);
    expect((await raw('/', { cookie, origin })).status).toBe(200);
  });

  it('opens the contract only to its own page in the session', async () => {
    expect(await upgrade({ cookie, origin })).toBe('open');
    expect(await upgrade({ cookie })).toBe(403);
    expect(await upgrade({ cookie, origin: 'http://evil.example' })).toBe(403);
    expect(await upgrade({ cookie, origin: 'http://127.0.0.1:1' })).toBe(403);
    expect(await upgrade({ cookie, origin, host: `evil.example:${web.port}` })).toBe(403);
    expect(await upgrade({ cookie: `${cookie}x`, origin })).toBe(403);
    expect(await upgrade({ cookie, origin }, '/other')).toBe(403);
    // What a page on another port of this machine is sent by the same browser.
    expect(await upgrade({ cookie, origin }, '/contract', [])).toBe(403);
    expect(await upgrade({ cookie, origin }, '/contract', [`${key.slice(1)}x`])).toBe(403);
    expect(await upgrade({ origin })).toBe(403);
  });

  it('closes on what is not JSON text', async () => {
    const socket = contractSocket(web.port, { cookie, key });
    const code = await new Promise((resolve) => {
      socket.on('open', () => socket.send('{'));
      socket.on('close', resolve);
    });
    expect(code).toBe(1003);
  });

  it('says in a sentence that a port is taken', async () => {
    await expect(serveWeb({ service: service.service, rendererDir, port: web.port, log: silentLog })).rejects.toMatchObject({
      kind: 'portTaken', message: expect.stringContaining(String(web.port)) as unknown,
    });
  });
});
