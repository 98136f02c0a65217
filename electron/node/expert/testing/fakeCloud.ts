import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type Anthropic from '@anthropic-ai/sdk';
import { z } from 'zod';

/** What the fake cloud does with one request. */
export type FakeAnswer =
  | {
      /** A proper answer. Stop sequences and `max_tokens` (one token a word) are obeyed as the real one does. */
      readonly kind: 'text'; readonly text: string; readonly thinking?: string; readonly pieces?: number;
      readonly stopReason?: Anthropic.StopReason; readonly usage?: Partial<Anthropic.Usage>;
    }
  | { readonly kind: 'status'; readonly status: number; readonly type: string; readonly message: string; readonly headers?: Readonly<Record<string, string>> }
  /** The text comes, then the connection breaks; `clean`: it ends as if all were well, but without the last events. */
  | { readonly kind: 'cut'; readonly text: string; readonly clean?: boolean }
  /** After the text, raw lines instead of events. */
  | { readonly kind: 'raw'; readonly text: string; readonly raw: string }
  /** No answer at all; `cut`: and the connection breaks. */
  | { readonly kind: 'silent'; readonly cut?: boolean }
  /** The text comes, then nothing more, or pings for ever. */
  | { readonly kind: 'stall'; readonly text: string; readonly pings?: boolean }
  | { readonly kind: 'redirect'; readonly to: string }
  | { readonly kind: 'html' };

export interface FakeRequest { readonly path: string; readonly headers: IncomingHttpHeaders; readonly raw: string }
export interface FakeCloud {
  readonly url: string;
  /** All that was ever asked, in order. */
  readonly requests: readonly FakeRequest[];
  /** Answers in this order; past its end, the last one again. */
  plan(...answers: readonly FakeAnswer[]): void;
  close(): Promise<void>;
}

const bodySchema = z.looseObject({
  model: z.string(),
  max_tokens: z.number().int().positive(),
  stream: z.literal(true),
  stop_sequences: z.array(z.string()).optional(),
  messages: z.array(z.looseObject({ role: z.enum(['user', 'assistant']) })).min(1),
});

/**
 * Speaks the Messages protocol on loopback and misbehaves on demand. Like the real one it refuses what newer models
 * refuse: sampling parameters, a trailing assistant message, stop sequences of white space.
 */
export async function startFakeCloud(options: { readonly key?: string; readonly acceptsSampling?: boolean } = {}): Promise<FakeCloud> {
  const requests: FakeRequest[] = [];
  let answers: readonly FakeAnswer[] = [{ kind: 'text', text: 'OK' }];
  let next = 0;

  const server = createServer((request, response) => {
    void readAll(request).then((raw) => {
      requests.push({ path: request.url ?? '', headers: request.headers, raw });
      const wrong = whatIsWrong(request, raw, options);
      if (wrong) return sendStatus(response, wrong);
      const answer = answers[Math.min(next++, answers.length - 1)] ?? { kind: 'silent' };
      return perform(response, answer, bodySchema.parse(JSON.parse(raw)));
    });
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    plan: (...planned) => {
      answers = planned;
      next = 0;
    },
    close: () => new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    }),
  };
}

async function readAll(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}

type Status = Extract<FakeAnswer, { kind: 'status' }>;

function whatIsWrong(request: IncomingMessage, raw: string, { key, acceptsSampling }: { readonly key?: string; readonly acceptsSampling?: boolean }): Status | null {
  const refuse = (status: number, type: string, message: string): Status => ({ kind: 'status', status, type, message });
  if (request.method !== 'POST' || request.url !== '/v1/messages') return refuse(404, 'not_found_error', 'Not found');
  if (key !== undefined && request.headers.authorization !== `Bearer ${key}`) return refuse(401, 'authentication_error', `invalid key ${String(request.headers.authorization)}`);
  if (request.headers['anthropic-version'] === undefined) return refuse(400, 'invalid_request_error', 'anthropic-version: header is required');
  const body = bodySchema.safeParse(JSON.parse(raw));
  if (!body.success) return refuse(400, 'invalid_request_error', z.prettifyError(body.error));
  if (body.data.messages.at(-1)?.role !== 'user') return refuse(400, 'invalid_request_error', 'This model does not support assistant message prefill.');
  if (body.data.stop_sequences?.some((stop) => stop.trim() === '')) return refuse(400, 'invalid_request_error', 'stop_sequences: each stop sequence must contain non-whitespace');
  if (!acceptsSampling && ['temperature', 'top_p', 'top_k'].some((name) => name in body.data)) return refuse(400, 'invalid_request_error', 'temperature: not supported by this model');
  return null;
}

function perform(response: ServerResponse, answer: FakeAnswer, body: z.infer<typeof bodySchema>): void {
  switch (answer.kind) {
    case 'text': return sendText(response, answer, body);
    case 'status': return sendStatus(response, answer);
    case 'cut':
      begin(response, body.model, answer.text);
      if (answer.clean) response.end();
      // The text must have left before the connection breaks.
      else setImmediate(() => response.destroy());
      return;
    case 'raw':
      begin(response, body.model, answer.text);
      response.end(answer.raw);
      return;
    case 'silent':
      if (answer.cut) response.destroy();
      return;
    case 'stall': {
      begin(response, body.model, answer.text);
      if (!answer.pings) return;
      const timer = setInterval(() => response.write('event: ping\ndata: {"type":"ping"}\n\n'), 5);
      response.on('close', () => clearInterval(timer));
      return;
    }
    case 'redirect':
      response.writeHead(307, { location: answer.to }).end();
      return;
    case 'html':
      response.writeHead(200, { 'content-type': 'text/html' }).end('<html><body>Please log in</body></html>');
  }
}

function sendStatus(response: ServerResponse, { status, type, message, headers }: Status): void {
  const body = { type: 'error', error: { type, message }, request_id: 'req_fake' };
  response.writeHead(status, { 'content-type': 'application/json', 'request-id': 'req_fake', ...headers }).end(JSON.stringify(body));
}

function sendText(response: ServerResponse, answer: Extract<FakeAnswer, { kind: 'text' }>, body: z.infer<typeof bodySchema>): void {
  const { text, stopReason, stopSequence } = whereItStops(answer, body);
  const usage: Anthropic.Usage = { ...emptyUsage, input_tokens: 100, ...answer.usage };
  write(response, { type: 'message_start', message: emptyMessage(body.model, { ...usage, output_tokens: 1 }) });
  let index = 0;
  if (answer.thinking !== undefined) {
    write(response, { type: 'content_block_start', index, content_block: { type: 'thinking', thinking: '', signature: '' } });
    write(response, { type: 'content_block_delta', index, delta: { type: 'thinking_delta', thinking: answer.thinking } });
    write(response, { type: 'content_block_stop', index });
    index++;
  }
  write(response, { type: 'content_block_start', index, content_block: { type: 'text', text: '', citations: null } });
  response.write('event: ping\ndata: {"type":"ping"}\n\n');
  const size = Math.max(1, Math.ceil(text.length / (answer.pieces ?? 3)));
  for (let at = 0; at < text.length; at += size) {
    write(response, { type: 'content_block_delta', index, delta: { type: 'text_delta', text: text.slice(at, at + size) } });
  }
  write(response, { type: 'content_block_stop', index });
  write(response, {
    type: 'message_delta',
    delta: { container: null, stop_details: null, stop_reason: stopReason, stop_sequence: stopSequence },
    usage: { ...usage, output_tokens: answer.usage?.output_tokens ?? text.split(/\s+/).length },
  });
  write(response, { type: 'message_stop' });
  response.end();
}

function whereItStops(answer: Extract<FakeAnswer, { kind: 'text' }>, body: z.infer<typeof bodySchema>): { readonly text: string; readonly stopReason: Anthropic.StopReason; readonly stopSequence: string | null } {
  for (const stop of body.stop_sequences ?? []) {
    const at = answer.text.indexOf(stop);
    if (at >= 0) return { text: answer.text.slice(0, at), stopReason: 'stop_sequence', stopSequence: stop };
  }
  return { text: answer.text, stopReason: answer.stopReason ?? 'end_turn', stopSequence: null };
}

/** A stream up to the end of a first text. */
function begin(response: ServerResponse, model: string, text: string): void {
  write(response, { type: 'message_start', message: emptyMessage(model, { ...emptyUsage, input_tokens: 100, output_tokens: 1 }) });
  write(response, { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '', citations: null } });
  if (text !== '') write(response, { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text } });
}

function write(response: ServerResponse, event: Anthropic.RawMessageStreamEvent): void {
  if (!response.headersSent) response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'request-id': 'req_fake' });
  response.write(`event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
}

const emptyUsage: Anthropic.Usage = {
  input_tokens: 0, output_tokens: 0, cache_creation: null, cache_creation_input_tokens: 0, cache_read_input_tokens: 0, inference_geo: null,
  output_tokens_details: null, server_tool_use: null, service_tier: 'standard', speed: null,
};

function emptyMessage(model: string, usage: Anthropic.Usage): Anthropic.Message {
  return {
    id: 'msg_fake', type: 'message', role: 'assistant', model, content: [], container: null, diagnostics: null,
    stop_details: null, stop_reason: null, stop_sequence: null, usage,
  };
}
