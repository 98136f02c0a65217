import net, { type AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { directFetch } from './directFetch.ts';
import { mayHaveArrived } from './mayHaveArrived.ts';

/** What sending a request to a server that treats connections so fails with: by Node's fetch, and by the one without a proxy. */
async function failuresAt(treat: (socket: net.Socket) => void, scheme: 'http' | 'https' = 'http'): Promise<readonly unknown[]> {
  const server = net.createServer(treat);
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const url = new URL(`${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const failureOf = (sent: Promise<unknown>) => sent.then(() => { throw new Error('no failure'); }, (error: unknown) => error);
  const failures = [await failureOf(fetch(url, { method: 'POST', body: 'a step' })), await failureOf(directFetch(url, { method: 'POST', body: 'a step', headers: new Headers() }))];
  server.close();
  return failures;
}

describe('a request that failed', () => {
  it.each([
    ['reset', (socket: net.Socket) => { socket.once('data', () => socket.resetAndDestroy()); }],
    ['closed', (socket: net.Socket) => { socket.once('data', () => socket.end()); }],
  ])('may have arrived where the connection was %s once it had been written', async (_how, treat) => {
    expect((await failuresAt(treat)).map(mayHaveArrived)).toEqual([true, true]);
  });

  it('cannot have arrived where nobody listens, no name is known, or TLS was never agreed on', async () => {
    const server = net.createServer();
    await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => { server.close(resolve); });
    await expect(fetch(`http://127.0.0.1:${port}`).catch(mayHaveArrived)).resolves.toBe(false);
    expect(mayHaveArrived(new TypeError('fetch failed', { cause: Object.assign(new Error('no such host'), { syscall: 'getaddrinfo' }) }))).toBe(false);
    expect((await failuresAt((socket) => { socket.once('data', () => socket.end()); }, 'https')).map(mayHaveArrived)).toEqual([false, false]);
    expect((await failuresAt((socket) => { socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')); }, 'https')).map(mayHaveArrived)).toEqual([false, false]);
  });

  it('may have arrived where one of several addresses may have been reached', () => {
    const refused = Object.assign(new Error('refused'), { code: 'ECONNREFUSED', syscall: 'connect' });
    expect(mayHaveArrived(new TypeError('fetch failed', { cause: new AggregateError([refused, refused]) }))).toBe(false);
    expect(mayHaveArrived(new TypeError('fetch failed', { cause: new AggregateError([refused, new Error('other side closed')]) }))).toBe(true);
    expect(mayHaveArrived('no error at all')).toBe(true);
  });
});
