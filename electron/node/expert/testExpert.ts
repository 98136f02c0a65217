import type { StepPart } from '../../../shared/agent/model.ts';
import { toErrorInfo } from '../../../shared/errors.ts';
import type { ExpertDeps, RealChoice } from './api.ts';
import { messagesOptions } from './createExpert.ts';
import { send, type MessagesBody, type MessagesExpertOptions } from './messagesExpert.ts';
import { createUsageReader, readEvent } from './streamEvents.ts';

export interface TestResult { readonly ok: boolean; readonly words: string }

/** One tiny request, to learn whether address, key and model are right. Never throws. */
export async function testExpert(choice: RealChoice, deps: ExpertDeps, signal: AbortSignal = new AbortController().signal): Promise<TestResult> {
  try {
    if (choice.kind === 'gguf') {
      const engine = await deps.openGguf(choice.model, signal);
      const { name, device } = engine.card;
      await engine.dispose();
      return { ok: true, words: `${name} opens and runs here${device ? ` on ${device}` : ''}.` };
    }
    const options = { ...messagesOptions(choice, deps), maxRetries: 0 };
    for await (const part of send(options, testBody(options), readAnything, signal)) {
      if (part.type === 'finish') return { ok: true, words: `${options.card.name} answered (${part.usage.inputTokens} tokens read, ${part.usage.outputTokens} written).` };
    }
    return { ok: false, words: `${options.card.name} sent no answer.` };
  } catch (error) {
    return { ok: false, words: toErrorInfo(error).message };
  }
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
