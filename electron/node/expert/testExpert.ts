import { createHash } from 'node:crypto';
import type { ExpertModel, PreparedStep, StepPart, StepRequest } from '../../../shared/agent/model.ts';
import { toErrorInfo } from '../../../shared/errors.ts';
import type { ExpertDeps, RealChoice } from './api.ts';
import { messagesOptions } from './createExpert.ts';
import { send, upperBound, type MessagesBody, type MessagesExpertOptions } from './messagesExpert.ts';
import { createUsageReader, readEvent } from './streamEvents.ts';

export interface TestResult { readonly ok: boolean; readonly words: string }

/**
 * One tiny request, to learn whether address, key and model are right. Never throws.
 * @param through the way to an expert: agreement, cap and ledger hold for this request as for any other
 */
export async function testExpert(choice: RealChoice, deps: ExpertDeps, through: (expert: ExpertModel) => ExpertModel, signal: AbortSignal = new AbortController().signal): Promise<TestResult> {
  try {
    if (choice.kind === 'gguf') {
      const engine = await deps.openGguf(choice.model, signal);
      const { name, device } = engine.card;
      await engine.dispose();
      return { ok: true, words: `${name} opens and runs here${device ? ` on ${device}` : ''}.` };
    }
    const options = { ...messagesOptions(choice, deps), maxRetries: 0 };
    const prepared = await through({ card: options.card, prepareStep: () => Promise.resolve(testCall(options)) }).prepareStep(nothingAsked);
    for await (const part of prepared.send(signal)) {
      if (part.type === 'finish') return { ok: true, words: `${options.card.name} answered (${part.usage.inputTokens} tokens read, ${part.usage.outputTokens} written).` };
    }
    return { ok: false, words: `${options.card.name} sent no answer.` };
  } catch (error) {
    return { ok: false, words: toErrorInfo(error).message };
  }
}

/** The request says the same whatever is asked. */
const nothingAsked: StepRequest = { question: '', history: [], steps: [], shape: 'reply', profile: '', documents: [], tools: [], until: 'finish', maxTokens: 16, temperature: 0, seed: 0 };

function testCall(options: MessagesExpertOptions): PreparedStep {
  const body = testBody(options);
  const payload = JSON.stringify(body);
  return {
    payload, digest: createHash('sha256').update(payload).digest('hex'), redactions: {}, maxUsd: upperBound(payload, body.max_tokens, options.card.price),
    send: (signal) => send(options, body, readAnything, signal),
  };
}

function testBody({ card }: MessagesExpertOptions): MessagesBody {
  return { model: card.id, max_tokens: 16, messages: [{ role: 'user', content: 'Reply with the word OK.' }], stream: true };
}

/** Any complete answer will do, also one that was cut after 16 tokens of thinking. */
async function* readAnything(events: AsyncIterable<unknown>): AsyncGenerator<StepPart> {
  const counted = createUsageReader();
  for await (const raw of events) {
    const event = readEvent(raw);
    if (event?.type === 'message_start') counted.read(event.message.usage);
    if (event?.type === 'message_delta') counted.read(event.usage);
    if (event?.type === 'message_stop') yield { type: 'finish', reason: 'stop', text: '', usage: counted.usage, tokens: [], tools: [] };
  }
}
