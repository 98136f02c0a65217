import http from 'node:http';
import https from 'node:https';
import { Readable } from 'node:stream';

/** What `guardedFetch` asks of a fetch. */
type DirectInit = Pick<RequestInit, 'method' | 'body' | 'signal'> & { readonly headers: Headers };

const withoutBody = [204, 205, 304];

/**
 * A `fetch` that no proxy ever sees: Node's own goes through the one in the environment, also to this machine, where
 * NODE_USE_ENV_PROXY is set. An agent of one's own knows no proxy. Redirects come back as answers.
 */
export function directFetch(url: URL, { method = 'GET', body, headers, signal }: DirectInit): Promise<Response> {
  const isPlain = url.protocol === 'http:';
  return new Promise((resolve, reject) => {
    if (body !== undefined && body !== null && typeof body !== 'string') throw new TypeError('directFetch sends texts only');
    const request = (isPlain ? http : https).request(url, {
      method, headers: { ...Object.fromEntries(headers), 'accept-encoding': 'identity' }, agent: isPlain ? new http.Agent() : new https.Agent(),
      ...(signal ? { signal } : {}),
    });
    // It may fail again after the answer has begun; whoever reads the answer hears of that.
    request.on('error', reject);
    request.once('response', (answer) => { resolve(responseOf(answer)); });
    request.end(body ?? undefined);
  });
}

function responseOf(answer: http.IncomingMessage): Response {
  const status = answer.statusCode ?? 500;
  const headers = new Headers();
  for (const [name, values] of Object.entries(answer.headersDistinct)) for (const value of values ?? []) headers.append(name, value);
  if (withoutBody.includes(status)) {
    answer.resume();
    return new Response(null, { status, headers });
  }
  return new Response(bytesOf(answer), { status, statusText: answer.statusMessage ?? '', headers });
}

function bytesOf(answer: http.IncomingMessage): ReadableStream<Uint8Array<ArrayBuffer>> {
  return Readable.toWeb(answer);
}
