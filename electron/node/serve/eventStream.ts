import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type Anthropic from '@anthropic-ai/sdk';
import type { CompletionPart } from '../engine/api.ts';
import { toApiError, type ApiError } from './apiError.ts';
import { closingEvents, openingEvents, textEvent } from './messages.ts';

export interface StreamOptions {
  readonly model: string;
  readonly requestId: string;
  /** How long the model may read before the client is told that it is being served. */
  readonly pingMs: number;
  readonly signal: AbortSignal;
  readonly onError: (error: ApiError, cause: unknown) => void;
}

/**
 * Writes an answer as server-sent events. Until the first text nothing is sent, so that an early failure still has its
 * status; if the model reads for long, or waits in the queue, the stream is opened and kept alive by pings.
 */
export async function streamMessage(response: ServerResponse, parts: AsyncIterable<CompletionPart>, options: StreamOptions): Promise<void> {
  const { model, requestId, signal } = options;
  const send = async (event: string, data: unknown) => {
    if (signal.aborted) return;
    if (!response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`)) await Promise.race([once(response, 'drain'), once(response, 'close')]);
  };
  const sendAll = async (events: readonly Anthropic.RawMessageStreamEvent[]) => {
    for (const event of events) await send(event.type, event);
  };
  const open = async () => {
    if (response.headersSent) return;
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store', 'request-id': requestId });
    await sendAll(openingEvents(model));
  };
  const ping = setInterval(() => { void open().then(() => send('ping', { type: 'ping' })); }, options.pingMs);
  try {
    for await (const part of parts) {
      if (signal.aborted) return;
      await open();
      if (part.type === 'delta') await send('content_block_delta', textEvent(part.text));
      else await sendAll(closingEvents(part));
    }
    response.end();
  } catch (cause) {
    if (!response.headersSent || signal.aborted) throw cause;
    const error = toApiError(cause);
    options.onError(error, cause);
    await send('error', error.body(requestId));
    response.end();
  } finally {
    clearInterval(ping);
  }
}
