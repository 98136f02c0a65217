import { execFile } from 'node:child_process';
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { continueOnNode24, node24, proxyEnv, root } from './commands.mjs';

describe('the hand-over to Node 24', () => {
  const script = new URL('../start.mjs', import.meta.url).href;
  const handOver = async (version: string) => {
    const started: (readonly [string, readonly string[]])[] = [];
    const codes: number[] = [];
    await continueOnNode24(script, {
      version, args: ['--web'], exit: (code) => { codes.push(code); },
      start: (command, args) => { started.push([command, args]); return Promise.resolve(7); },
    });
    return { started, codes };
  };
  it.each(['20.0.0', '22.18.0'])('starts the same script again on %s and ends with its code', async (version) => {
    expect(await handOver(version)).toEqual({ started: [[node24(), [path.join(root, 'build', 'start.mjs'), '--web']]], codes: [7] });
  });
  it.each(['24.0.0', '25.1.0'])('is not needed on %s', async (version) => {
    expect(await handOver(version)).toEqual({ started: [], codes: [] });
  });
});

describe('the environment behind a proxy', () => {
  it('is left alone where there is no proxy', () => {
    expect(proxyEnv({ PATH: '/bin', NO_PROXY: 'a.example' })).toEqual({ PATH: '/bin', NO_PROXY: 'a.example' });
  });
  it('takes this machine out, whatever else is direct, and only once', () => {
    const local = '127.0.0.1,localhost,::1,[::1]';
    const proxy = { HTTP_PROXY: 'http://proxy.example:1' };
    expect(proxyEnv(proxy)).toEqual({ ...proxy, NODE_USE_ENV_PROXY: '1', NO_PROXY: local, no_proxy: local });
    expect(proxyEnv({ ...proxy, NO_PROXY: 'a.example, localhost' })['NO_PROXY']).toBe('a.example,localhost,127.0.0.1,::1,[::1]');
    // The small letters count where both are set.
    expect(proxyEnv({ ...proxy, NO_PROXY: 'a.example', no_proxy: 'b.example' })['NO_PROXY']).toBe(`b.example,${local}`);
    expect(proxyEnv({ ...proxy, NO_PROXY: '*' })['no_proxy']).toBe('*');
    expect(proxyEnv(proxyEnv(proxy))).toEqual(proxyEnv(proxy));
  });
  it('keeps what someone said about NODE_USE_ENV_PROXY', () => {
    expect(proxyEnv({ HTTPS_PROXY: 'http://proxy.example:1', NODE_USE_ENV_PROXY: '0' })['NODE_USE_ENV_PROXY']).toBe('0');
  });
  it('makes a real fetch of this machine pass by the proxy', async () => {
    const proxied: string[] = [];
    const proxy = http.createServer((request, response) => { proxied.push(String(request.url)); response.end('proxy'); });
    proxy.on('connect', (request, socket) => { proxied.push(String(request.url)); socket.end('HTTP/1.1 502 No\r\n\r\n'); });
    const server = http.createServer((_request, response) => { response.end('direct'); });
    try {
      for (const each of [proxy, server]) {
        each.listen(0, '127.0.0.1');
        await once(each, 'listening');
      }
      const at = (each: http.Server) => String((each.address() as AddressInfo).port);
      const { PATH, SystemRoot } = process.env;
      const env = proxyEnv({ PATH, SystemRoot, HTTP_PROXY: `http://127.0.0.1:${at(proxy)}` });
      const program = `for (const host of ['127.0.0.1', 'localhost']) process.stdout.write(await (await fetch('http://' + host + ':${at(server)}')).text() + ' ');`;
      const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', program], { env });
      expect([stdout, proxied]).toEqual(['direct direct ', []]);
    } finally {
      proxy.close();
      server.close();
    }
  });
});
