import type { FinishReason, StepPart, StepRequest, Usage } from '../../../shared/agent/model.ts';
import type { PromptProfile } from '../../../shared/agent/prompts/profile.ts';
import { createStepSplitter } from '../../../shared/agent/splitter.ts';
import type { SplitResult } from '../../../shared/agent/steps.ts';
import { correctArithmetic } from '../../../shared/agent/tools/calculator.ts';
import { TandemError } from '../../../shared/errors.ts';
import type { Redaction } from '../../../shared/privacy/redact.ts';
import { noStep } from './noStep.ts';
import { createUsageReader, readEvent, type StreamEvent } from './streamEvents.ts';

export interface ReadOptions {
  readonly request: StepRequest;
  readonly profile: PromptProfile;
  readonly redaction: Pick<Redaction, 'restore' | 'restorer'>;
  /** Characters that were sent: the measure of what was read, where a stream is left before its server counted. */
  readonly sentCharacters: number;
  /** What the request allowed, thoughts included. Nothing makes a server keep to it. */
  readonly mostTokens: number;
  /** The expert's name, for sentences. */
  readonly name: string;
}

/** After the step is whole the stream is read on for its usage, but no longer than a label takes. */
const patienceCharacters = 60;
/** Output tokens are rarely shorter: what was not reported is not counted too low, for it is paid. */
const charactersPerToken = 2;
/** No text has tokens that are longer on average, not even one indented by much. */
const mostCharactersPerToken = 32;
/** Input is reported at once by whoever charges for it; this is for servers that count at the end. */
const charactersPerInputToken = 4;

/**
 * Makes one step of a Messages stream. Only whole steps are finished: a stream that ends early, a refusal, a cut by
 * the token limit and an empty answer all throw.
 */
export async function* readStep(events: AsyncIterable<unknown>, options: ReadOptions): AsyncGenerator<StepPart> {
  const { request, profile, name } = options;
  const splitter = createStepSplitter({ profile, shape: request.shape, position: request.steps.length, until: request.until });
  const restorer = options.redaction.restorer();
  const counted = createUsageReader();
  let done: SplitResult['done'] = null;
  let stopReason: string | null = null;
  let isComplete = false;
  let written = 0;
  let since = 0;

  for await (const raw of events) {
    const event = readEvent(raw);
    if (event === null) continue;
    if (event.type === 'message_stop') {
      isComplete = true;
      break;
    }
    if (event.type === 'message_start') {
      counted.read(event.message.usage);
      if (counted.usage.inputTokens > 0) yield { type: 'usage', usage: counted.usage };
    }
    if (event.type === 'message_delta') {
      counted.read(event.usage);
      stopReason = event.delta.stop_reason ?? stopReason;
    }
    const text = textOf(event);
    if (text === '') continue;
    written += text.length;
    if (written > options.mostTokens * mostCharactersPerToken) {
      throw new TandemError('expertMalformed', `${name} wrote far more than was asked for, so its answer was dropped. Everything accepted before is kept.`, { cause: noStep });
    }
    if (done !== null) {
      since += text.length;
      if (since > patienceCharacters) break;
      continue;
    }
    const result = splitter.push(text);
    done = result.done;
    const shown = restorer.push(result.visible);
    if (shown !== '') yield { type: 'delta', text: shown };
  }

  if (done === null) {
    if (!isComplete) throw new TandemError('expertMalformed', `The answer of ${name} broke off in the middle, so its half step was dropped. Everything accepted before is kept.`);
    refuseUnlessWhole(stopReason, options);
    const result = splitter.end();
    done = result.done;
    const shown = restorer.push(result.visible);
    if (shown !== '') yield { type: 'delta', text: shown };
  }
  const rest = restorer.end();
  if (rest !== '') yield { type: 'delta', text: rest };
  if (splitter.text === '') throw new TandemError('expertMalformed', `${name} wrote nothing. Everything accepted before is kept.`, { cause: noStep });

  const { text, calls } = request.tools.includes('calculator') ? correctArithmetic(splitter.text) : { text: splitter.text, calls: [] };
  for (const call of calls) yield { type: 'tool', call };
  const usage = isComplete ? counted.usage : atLeast(counted.usage, Math.ceil(options.sentCharacters / charactersPerInputToken), Math.ceil(written / charactersPerToken));
  yield { type: 'finish', reason: reasonOf(done, stopReason, request), text: options.redaction.restore(text), usage, tokens: [], tools: calls };
}

function atLeast(usage: Usage, input: number, output: number): Usage {
  const counted = usage.inputTokens > 0 ? usage : { ...usage, inputTokens: input, freshInputTokens: input };
  return { ...counted, outputTokens: Math.max(usage.outputTokens, output) };
}

/** Newer models think first: only what is text is the answer. */
function textOf(event: StreamEvent): string {
  if (event.type === 'content_block_start') return event.content_block.type === 'text' ? (event.content_block.text ?? '') : '';
  if (event.type === 'content_block_delta') return event.delta.type === 'text_delta' ? (event.delta.text ?? '') : '';
  return '';
}

function refuseUnlessWhole(stopReason: string | null, { request, name }: ReadOptions): void {
  switch (stopReason) {
    case 'refusal':
      throw new TandemError('expertRefused', `${name} declined to write this step. Everything accepted before is kept; the local model can go on.`, { cause: noStep });
    case 'model_context_window_exceeded':
      throw new TandemError('expertRejected', `The question with its documents is too long for ${name}. Shorten it, or let the local model answer.`);
    case 'max_tokens':
      if (request.shape === 'steps' && request.until === 'step') {
        throw new TandemError('expertMalformed', `${name} had not finished its step within ${request.maxTokens} tokens, so it was dropped. Everything accepted before is kept.`, { cause: noStep });
      }
      return;
    case 'end_turn': case 'stop_sequence':
      return;
    default:
      throw new TandemError('expertMalformed', `${name} stopped without a step${stopReason === null ? '' : ` (${stopReason.slice(0, 40)})`}. Everything accepted before is kept.`);
  }
}

function reasonOf(done: SplitResult['done'], stopReason: string | null, request: StepRequest): FinishReason {
  if (done !== null) return done;
  if (stopReason === 'max_tokens') return 'length';
  if (request.shape === 'reply') return 'answer';
  // Asked for one step, the expert ends its turn after it: more may come.
  return request.until === 'step' ? 'step' : 'stop';
}
