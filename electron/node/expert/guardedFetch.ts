import { TandemError } from '../../../shared/errors.ts';
import { isLoopback } from './baseUrl.ts';
import { directFetch } from './directFetch.ts';
import { mayHaveArrived, timeoutStatuses } from './mayHaveArrived.ts';
import type { Watchdog } from './watchdog.ts';

/** What the Messages API needs. The SDK would also send the system's name and version, and headers from the environment. */
const allowedHeaders = ['accept', 'content-type', 'anthropic-version', 'authorization', 'x-api-key', 'user-agent'];
/** Longer than any step; a server that sends more is not answering the question. */
const maxResponseBytes = 16 * 1024 * 1024;
/** A person is waiting: beyond that, the local model writes the step. */
const longestRetryWaitSeconds = 10;

/**
 * The `fetch` that the SDK uses for one request: to one origin only, no redirect followed, no header beyond those
 * above, every byte reported to the watchdog. A server on this machine is reached directly, whatever proxy is set.
 * @param isPaid then the SDK gets no second try at what may have arrived: the cap holds room for one
 */
export function guardedFetch(base: URL, watchdog: Watchdog, isPaid: boolean): typeof fetch {
  return async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    if (url.origin !== base.origin) throw new TandemError('internal', 'A request to another address than the one in the settings was stopped.');
    const given = new Headers(init?.headers);
    const headers = new Headers();
    for (const name of allowedHeaders) {
      const value = given.get(name);
      if (value !== null) headers.set(name, value);
    }
    watchdog.sent();
    // `manual` and not `error`: a redirect then comes back as an answer that can be named, and is not tried again.
    const response = await (isLoopback(url.hostname) ? directFetch : fetch)(url, { ...init, headers, redirect: 'manual' }).catch((error: unknown) => {
      if (isPaid && mayHaveArrived(error)) watchdog.lose();
      throw error;
    });
    watchdog.alive();
    return new Response(response.body?.pipeThrough(counted(watchdog)) ?? null, {
      status: response.status, statusText: response.statusText, headers: headersForSdk(response.headers, isPaid && timeoutStatuses.includes(response.status)),
    });
  };
}

function counted(watchdog: Watchdog): TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>> {
  let bytes = 0;
  return new TransformStream({
    transform: (chunk, controller) => {
      watchdog.alive();
      bytes += chunk.byteLength;
      if (bytes > maxResponseBytes) controller.error(new TandemError('expertMalformed', 'The expert sent far more than one step. Its answer was dropped; what was accepted before is kept.'));
      else controller.enqueue(chunk);
    },
  });
}

/** The SDK would sleep for as long as a server asks, even hours. */
function headersForSdk(given: Headers, isLost: boolean): Headers {
  const headers = new Headers(given);
  const seconds = Number(headers.get('retry-after'));
  const isLong = Number.isNaN(seconds) || seconds > longestRetryWaitSeconds || Number(headers.get('retry-after-ms')) > longestRetryWaitSeconds * 1000;
  if (isLong || isLost) headers.set('x-should-retry', 'false');
  // Whatever encoding there was is undone by now.
  headers.delete('content-encoding');
  headers.delete('content-length');
  return headers;
}
