import { createHash } from 'node:crypto';
import Anthropic from '@anthropic-ai/sdk';
import type { ExpertModel, ModelCard, PreparedStep, Price, StepPart, StepRequest } from '../../../shared/agent/model.ts';
import { placeholderRule, renderExpertPrompt, type ExpertPrompt } from '../../../shared/agent/prompts/renderExpertPrompt.ts';
import { renderContinuation } from '../../../shared/agent/prompts/renderContinuation.ts';
import { profileById } from '../../../shared/agent/prompts/profiles.ts';
import { redactAll, type Redaction } from '../../../shared/privacy/redact.ts';
import { expertFailure, type FailureContext } from './failures.ts';
import { guardedFetch } from './guardedFetch.ts';
import { readStep } from './readStep.ts';
import { createWatchdog, type Timeouts, type Watchdog } from './watchdog.ts';

/** An expert behind the Messages API: Claude, or a server that speaks the same. */
export interface MessagesExpertOptions {
  readonly card: ModelCard;
  readonly base: URL;
  readonly key: string | null;
  /** Claude's newer models refuse `temperature`; small models on a server want it low. */
  readonly sendsTemperature: boolean;
  /** Added to the step's tokens: what the model thinks counts as output. */
  readonly thinkingTokens: number;
  /** Marks what is the same in every step; servers that do not know the mark may refuse it. */
  readonly marksCache: boolean;
  /** The server goes on with an answer that the request has begun. */
  readonly continuesTurn: boolean;
  readonly timeouts: Timeouts;
  readonly maxRetries: number;
}

/** The SDK's type has no sampling parameters any more; servers of older models take them. */
export type MessagesBody = Anthropic.MessageCreateParamsStreaming & { readonly temperature?: number };

export function createMessagesExpert(options: MessagesExpertOptions): ExpertModel {
  return {
    card: options.card,
    prepareStep: (request) => Promise.resolve(prepare(options, request)),
  };
}

function prepare(options: MessagesExpertOptions, request: StepRequest): PreparedStep {
  const profile = profileById(request.profile);
  const { prompt, redaction } = redactPrompt(options.continuesTurn && request.shape === 'steps' ? renderContinuation(profile, request) : renderExpertPrompt(profile, request));
  const body = bodyOf(options, prompt, request);
  const payload = JSON.stringify(body);
  return {
    payload,
    digest: createHash('sha256').update(payload).digest('hex'),
    redactions: redaction.counts,
    maxUsd: upperBound(payload, body.max_tokens, options.card.price),
    // What a model thinks before it writes is paid and not seen.
    ...(options.thinkingTokens === 0 ? { sentTokens: Math.ceil(Buffer.byteLength(payload) / bytesPerToken) } : {}),
    send: (signal) => send(options, body, (events) => readStep(events, { request, profile, redaction, sentCharacters: payload.length, mostTokens: body.max_tokens, name: options.card.name }), signal),
  };
}

/** Sends a body once and turns its stream into parts; every failure comes out as a TandemError. */
export async function* send(
  options: MessagesExpertOptions, body: MessagesBody, read: (events: AsyncIterable<unknown>) => AsyncIterable<StepPart>, signal: AbortSignal,
): AsyncGenerator<StepPart> {
  const context: FailureContext = { name: options.card.name, host: options.base.host, model: body.model, key: options.key };
  const watchdog = createWatchdog(options.timeouts, signal);
  try {
    const stream = await createClient(options, watchdog).messages.create(body, { signal: watchdog.signal });
    for await (const part of read(untilAborted(stream, watchdog.signal))) {
      if (watchdog.signal.aborted) break;
      yield part;
    }
    if (watchdog.signal.aborted) throw new Error('aborted');
  } catch (error) {
    throw expertFailure(error, context, watchdog.expired, signal.aborted);
  } finally {
    watchdog.stop();
  }
}

/** The SDK ends an aborted stream as if it were complete. */
async function* untilAborted(stream: AsyncIterable<unknown>, signal: AbortSignal): AsyncGenerator<unknown> {
  yield* stream;
  signal.throwIfAborted();
}

/** A client for one request. Nothing is taken from the environment: no key, no address, no headers, no log, no tracing. */
function createClient({ base, key, card, maxRetries, timeouts }: MessagesExpertOptions, watchdog: Watchdog): Anthropic {
  return new Anthropic({
    baseURL: base.href.replace(/\/$/, ''),
    apiKey: key,
    authToken: null,
    // Said here as well, because the SDK lets a variable of the environment override its own. Some servers only know the older header.
    defaultHeaders: { authorization: key === null ? null : `Bearer ${key}`, 'x-api-key': card.kind === 'server' ? key : null },
    maxRetries,
    timeout: timeouts.totalMs,
    fetch: guardedFetch(base, watchdog, card.price !== undefined),
    logLevel: 'off',
    openTelemetry: false,
  });
}

function redactPrompt(prompt: ExpertPrompt): { readonly prompt: ExpertPrompt; readonly redaction: Redaction } {
  const redaction = redactAll(prompt.turns.flatMap((turn) => turn.blocks.map((block) => block.text)));
  const texts = redaction.texts.values();
  const turns = prompt.turns.map((turn) => ({ ...turn, blocks: turn.blocks.map((block) => ({ ...block, text: texts.next().value ?? '' })) }));
  const system = Object.keys(redaction.counts).length > 0 ? `${prompt.system} ${placeholderRule}` : prompt.system;
  return { prompt: { ...prompt, system, turns }, redaction };
}

function bodyOf(options: MessagesExpertOptions, prompt: ExpertPrompt, request: StepRequest): MessagesBody {
  const mark = options.marksCache ? { cache_control: { type: 'ephemeral' } as const } : {};
  const lastTurn = prompt.turns.length - 1;
  const messages = prompt.turns.map((turn, at): Anthropic.MessageParam => ({
    role: turn.role,
    content: turn.blocks.map((block): Anthropic.TextBlockParam => ({ type: 'text', text: block.text, ...(at === lastTurn && block.isStable ? mark : {}) })),
  }));
  return {
    model: options.card.id,
    max_tokens: request.maxTokens + options.thinkingTokens,
    system: [{ type: 'text', text: prompt.system, ...mark }],
    messages,
    ...(prompt.stopSequences.length > 0 ? { stop_sequences: [...prompt.stopSequences] } : {}),
    ...(options.sendsTemperature ? { temperature: request.temperature } : {}),
    stream: true,
  };
}

/** JSON's own marks included, no prompt was seen to have shorter tokens on average. */
const bytesPerToken = 3;

/** No token is shorter than a byte, so this is never passed; true costs are usually a quarter of it. */
export function upperBound(payload: string, maxTokens: number, price: Price | undefined): number {
  if (!price) return 0;
  const bytes = Buffer.byteLength(payload);
  const rates = price.longPrompt && bytes > price.longPrompt.overInputTokens ? price.longPrompt : price;
  return (bytes * Math.max(rates.input, rates.cacheWrite, rates.cacheRead) + maxTokens * rates.output) / 1e6;
}
