import { APIConnectionError, APIError } from '@anthropic-ai/sdk';
import { isAbort, TandemError, type ErrorKind } from '../../../shared/errors.ts';
import type { Expired } from './watchdog.ts';

/** Whom a failure is about. */
export interface FailureContext {
  /** As in "Claude Haiku 5.5" or "qwen at models.example". */
  readonly name: string;
  readonly host: string;
  readonly model: string;
  /** Never to be seen in any text, whatever a server sends back. */
  readonly key: string | null;
}

const kept = 'Everything accepted before is kept.';

/** Whatever went wrong on the way to the expert, as a sentence without any secret. */
export function expertFailure(error: unknown, context: FailureContext, expired: Expired | null, isCancelled: boolean): TandemError {
  if (isCancelled) return new TandemError('cancelled', 'Stopped. What was accepted before is kept.');
  if (expired !== null) return timedOut(expired, context);
  if (error instanceof TandemError) return error;
  const inner = tandemCause(error);
  if (inner) return inner;
  // What a server or a library says is kept for the log only after the key was taken out.
  const cause = new Error(clean(error instanceof Error ? `${error.name}: ${error.message}${causeOf(error)}` : 'not an error', context));
  const { kind, words } = sentence(error, context);
  return new TandemError(kind, `${words} ${kept}`, { cause });
}

function sentence(error: unknown, context: FailureContext): { readonly kind: ErrorKind; readonly words: string } {
  const { name, host } = context;
  if (error instanceof APIConnectionError) {
    return { kind: 'expertUnreachable', words: `${name} could not be reached at ${host}${reason(error)}. Check the connection and the address, then ask again.` };
  }
  // eslint-disable-next-line typescript/no-unsafe-argument -- instanceof cannot see the SDK's type parameters
  if (error instanceof APIError) return error.status === undefined ? streamError(error, context) : statusError(error, error.status, context);
  if (error instanceof SyntaxError) return { kind: 'expertMalformed', words: `${name} sent something that is not the Messages format, so its step was dropped.` };
  if (isAbort(error)) return { kind: 'expertTimedOut', words: `${name} did not answer in time.` };
  return { kind: 'expertMalformed', words: `The answer of ${name} broke off in the middle, so its half step was dropped.` };
}

/** An error event inside a stream that had begun well. */
function streamError(error: APIError, { name }: FailureContext): { readonly kind: ErrorKind; readonly words: string } {
  if (error.type === 'overloaded_error') return { kind: 'expertOverloaded', words: `${name} is overloaded and stopped in the middle of its step, which was dropped. Try again in a while.` };
  if (error.type === 'rate_limit_error') return { kind: 'expertRateLimited', words: `${name} stopped in the middle of its step because your rate limit was reached; the half step was dropped.` };
  return { kind: 'expertMalformed', words: `${name} reported an error in the middle of its step, which was dropped.` };
}

function statusError(error: APIError, status: number, context: FailureContext): { readonly kind: ErrorKind; readonly words: string } {
  const { name, host, model } = context;
  const said = saidByServer(error, context);
  if (status >= 300 && status < 400) return { kind: 'expertRejected', words: `${host} wanted to send the question on to another address. Redirects are not followed; enter the final address instead.` };
  switch (status) {
    case 401: return { kind: 'expertUnauthorized', words: `${host} does not accept the key. Enter it again.` };
    case 402: return { kind: 'expertRejected', words: `${host} asks for payment before it answers${said}. Look at your account there.` };
    case 403: return { kind: 'expertUnauthorized', words: `The key is not allowed to use ${model} at ${host}. Choose another model or another key.` };
    case 404: return { kind: 'expertRejected', words: `${host} does not know ${model} or has no Messages endpoint at this address${said}. Check the name and the address.` };
    case 408: case 504: case 524: return { kind: 'expertTimedOut', words: `${name} did not answer in time.` };
    case 413: return { kind: 'expertRejected', words: `The question with its documents is too long for ${name}. Shorten it, or let the local model answer.` };
    case 429: return { kind: 'expertRateLimited', words: `${name} has had too many questions for your rate limit${wait(error)}. Try again then, or move the slider towards private.` };
    case 529: return { kind: 'expertOverloaded', words: `${name} is overloaded right now. Try again in a while.` };
    default: return status >= 500
      ? { kind: 'expertOverloaded', words: `${host} has a fault of its own (status ${status}). Try again in a while.` }
      : { kind: 'expertRejected', words: `${name} did not accept the question (status ${status})${said}.` };
  }
}

function timedOut(expired: Expired, { name, host }: FailureContext): TandemError {
  const words = {
    answer: `${name} did not begin to answer in time. Try again, or let the local model answer.`,
    idle: `${name} fell silent in the middle of its step, so the half step was dropped.`,
    total: `${name} took too long over one step, so it was dropped.`,
    lost: `The connection to ${host} broke before ${name} answered. The question may have arrived and be paid for, so it was not sent a second time.`,
  }[expired];
  return new TandemError('expertTimedOut', `${words} ${kept}`);
}

function reason(error: Error): string {
  const text = causeOf(error);
  if (/ENOTFOUND|EAI_AGAIN/.test(text)) return ' (there is no such host, or no network)';
  if (/ECONNREFUSED/.test(text)) return ' (nothing listens there)';
  if (/CERT|certificate|self[- ]signed|SSL|TLS/i.test(text)) return ' (its certificate is not trusted)';
  return '';
}

function causeOf(error: Error): string {
  const codes: string[] = [];
  for (let cause: unknown = error.cause; cause instanceof Error && codes.length < 5; cause = cause.cause) {
    codes.push(`${'code' in cause ? String(cause.code) : cause.name}: ${cause.message}`);
  }
  return codes.length > 0 ? ` (${codes.join('; ')})` : '';
}

/** Our own errors come back wrapped when they were thrown inside the SDK's fetch. */
function tandemCause(error: unknown): TandemError | null {
  for (let cause = error, depth = 0; cause instanceof Error && depth < 5; cause = cause.cause, depth++) {
    if (cause instanceof TandemError) return cause;
  }
  return null;
}

function wait(error: APIError): string {
  const seconds = Number(error.headers?.get('retry-after') ?? Number.NaN);
  return seconds > 0 ? `; it asks to wait ${Math.ceil(seconds)} seconds` : '';
}

function saidByServer(error: APIError, context: FailureContext): string {
  const text = clean(error.apiMessage ?? '', context).slice(0, 200).trim().replace(/\.$/, '');
  return text === '' ? '' : `: "${text}"`;
}

function clean(text: string, { key }: FailureContext): string {
  const safe = key ? text.replaceAll(key, '[hidden]') : text;
  // oxlint-disable-next-line no-control-regex -- control characters of a server must not reach a terminal
  return safe.slice(0, 2000).replace(/[\u0000-\u001f\u007f-\u009f]+/g, ' ');
}
