import { randomBytes, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { TandemError } from '../../../shared/errors.ts';
import type { CompletionPart, Engine } from '../engine/api.ts';
import type { Log } from '../log.ts';
import { ApiError, invalid, toApiError } from './apiError.ts';
import { streamMessage } from './eventStream.ts';
import { checkCaller } from './guards.ts';
import { wholeMessage, type Finish } from './messages.ts';
import { readCountRequest, readMessagesRequest } from './messagesRequest.ts';
import { findEngine, modelInfo, modelList } from './modelList.ts';
import { readBody } from './readBody.ts';

export interface ServeOptions {
  readonly engines: readonly Engine[];
  /** Default: 127.0.0.1. Anything else opens it to other machines, on purpose. */
  readonly host?: string;
  /** 0, the default, takes a free one. */
  readonly port?: number;
  /** Default: a random one. */
  readonly token?: string;
  readonly log: Log;
  /** Default 5 s. */
  readonly pingMs?: number;
}
export interface RunningServe { readonly url: string; readonly token: string; close(): Promise<void> }

/** Beyond that a client is told to come back: its answer would take minutes. */
const maxAtOnce = 32;

interface Context extends Required<Pick<ServeOptions, 'engines' | 'log' | 'pingMs' | 'host' | 'token'>> { readonly active: Set<AbortController> }

/**
 * Serves GGUF models as an Anthropic Messages endpoint. The engine queues requests over its sequences and reuses the
 * longest common prefix between them; a client that leaves stops its generation.
 */
export async function startServe(options: ServeOptions): Promise<RunningServe> {
  const context: Context = {
    engines: options.engines, log: options.log, host: options.host ?? '127.0.0.1', pingMs: options.pingMs ?? 5000,
    token: options.token ?? randomBytes(24).toString('base64url'), active: new Set(),
  };
  if (context.token.length < 8) throw new TandemError('badInput', 'The token is too short to protect anything. Use at least 8 characters, or leave it out to get a random one.');
  options.log.hide(context.token);
  const server = createServer((request, response) => { void respond(request, response, context); });
  const port = await listen(server, context.host, options.port ?? 0);
  return {
    url: `http://${context.host.includes(':') ? `[${context.host}]` : context.host}:${port}`,
    token: context.token,
    close: () => new Promise((resolve) => {
      for (const controller of context.active) controller.abort();
      server.close(() => resolve());
      server.closeAllConnections();
    }),
  };
}

async function respond(request: IncomingMessage, response: ServerResponse, context: Context): Promise<void> {
  const requestId = `req_${randomUUID().replaceAll('-', '')}`;
  const controller = new AbortController();
  context.active.add(controller);
  response.on('close', () => { if (!response.writableFinished) controller.abort(); });
  const report = (error: ApiError, cause: unknown) => { if (error.status >= 500) context.log.error(`serve: ${requestId}`, cause); };
  try {
    checkCaller(request, context);
    await route(request, response, { ...context, requestId, signal: controller.signal, report });
  } catch (cause) {
    if (response.headersSent || response.destroyed) {
      response.destroy();
      return;
    }
    const error = toApiError(cause);
    report(error, cause);
    // The rest of a body that nobody wants to read must not keep the connection.
    sendJson(response, error.status, error.body(requestId), requestId, { connection: 'close' });
  } finally {
    context.active.delete(controller);
  }
}

interface Exchange extends Context { readonly requestId: string; readonly signal: AbortSignal; readonly report: (error: ApiError, cause: unknown) => void }

async function route(request: IncomingMessage, response: ServerResponse, exchange: Exchange): Promise<void> {
  const { engines, requestId } = exchange;
  const path = new URL(request.url ?? '/', 'http://server').pathname;
  const model = /^\/v1\/models\/([^/]+)$/.exec(path)?.[1];
  const allowed = { '/v1/messages': 'POST', '/v1/messages/count_tokens': 'POST', '/v1/models': 'GET' }[path] ?? (model === undefined ? null : 'GET');
  if (allowed === null) throw new ApiError(404, 'not_found_error', `There is no ${path.slice(0, 200)} here. Served are /v1/messages, /v1/messages/count_tokens and /v1/models.`);
  if (request.method !== allowed) throw new ApiError(405, 'invalid_request_error', `${path} is asked with ${allowed}.`);
  if (path === '/v1/messages') return answerMessages(request, response, exchange);
  if (path === '/v1/messages/count_tokens') return countTokens(request, response, exchange);
  sendJson(response, 200, model === undefined ? modelList(engines) : modelInfo(findEngine(engines, decoded(model))), requestId);
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw invalid('The path is not properly encoded.');
  }
}

async function answerMessages(request: IncomingMessage, response: ServerResponse, exchange: Exchange): Promise<void> {
  const { model, stream, completion } = readMessagesRequest(await readBody(request));
  const engine = findEngine(exchange.engines, model);
  if (exchange.active.size > maxAtOnce) throw new ApiError(529, 'overloaded_error', `More than ${maxAtOnce} requests wait already. Try again in a while.`);
  const parts = engine.complete({ ...completion, maxTokens: Math.min(completion.maxTokens, engine.card.contextSize ?? completion.maxTokens) }, exchange.signal);
  if (stream) return streamMessage(response, parts, { model, requestId: exchange.requestId, pingMs: exchange.pingMs, signal: exchange.signal, onError: exchange.report });
  sendJson(response, 200, wholeMessage(model, await finishOf(parts)), exchange.requestId);
}

/** The engine counts while it reads; what it read is then held for the request that usually follows. */
async function countTokens(request: IncomingMessage, response: ServerResponse, exchange: Exchange): Promise<void> {
  const { model, prompt } = readCountRequest(await readBody(request));
  const engine = findEngine(exchange.engines, model);
  const finish = await finishOf(engine.complete({ ...prompt, stopSequences: [], maxTokens: 1, temperature: 0, seed: 0 }, exchange.signal));
  sendJson(response, 200, { input_tokens: finish.usage.inputTokens }, exchange.requestId);
}

async function finishOf(parts: AsyncIterable<CompletionPart>): Promise<Finish> {
  for await (const part of parts) if (part.type === 'finish') return part;
  throw new TandemError('engineFailed', 'The model stopped in the middle of its answer.');
}

function sendJson(response: ServerResponse, status: number, body: unknown, requestId: string, headers: Readonly<Record<string, string>> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store', 'request-id': requestId, ...headers }).end(JSON.stringify(body));
}

function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => reject(cause.code === undefined ? cause : listenError(cause, cause.code, host, port)));
    server.listen(port, host, () => {
      const address = server.address();
      if (address === null || typeof address === 'string') reject(new TandemError('internal', 'The server has no port.'));
      else resolve(address.port);
    });
  });
}

function listenError(cause: unknown, code: string, host: string, port: number): TandemError {
  switch (code) {
    case 'EADDRINUSE': return new TandemError('portTaken', `Port ${port} is in use by another program. Close it, or choose another port with --port; without the option a free one is taken.`, { cause });
    case 'EACCES': return new TandemError('notPermitted', `This system does not let you open port ${port}. Choose one above 1023 with --port.`, { cause });
    default: return new TandemError('badInput', `This machine has no address "${host}" to listen at. Leave out --host for this machine only, or use 0.0.0.0 for all its networks.`, { cause });
  }
}
