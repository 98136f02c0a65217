import { noUsage } from '../../../../shared/agent/model.ts';
import { TandemError } from '../../../../shared/errors.ts';
import { scriptedLocal } from '../../../../shared/testing/scriptedModel.ts';
import type { CompletionPart, CompletionRequest, Engine } from '../../engine/api.ts';

export interface ScriptedCompletion {
  readonly text: string;
  /** Awaited before the first word; told of an abort. */
  readonly hold?: (signal: AbortSignal) => Promise<void>;
  /** Thrown after so many words. */
  readonly failure?: { readonly error: unknown; readonly afterWords: number };
}
export interface ScriptedEngine extends Engine { readonly requests: readonly CompletionRequest[]; readonly aborted: () => number }

/** An engine that says one text, word by word, and obeys stop sequences and limits. Usage is counted in words; the second request on reads all but 5 from the cache. */
export function scriptedEngine(answer: ScriptedCompletion): ScriptedEngine {
  const requests: CompletionRequest[] = [];
  let aborted = 0;
  const card = { id: 'tiny', name: 'Tiny model', kind: 'gguf', where: 'thisDevice', contextSize: 512 } as const;
  async function* complete(request: CompletionRequest, signal: AbortSignal): AsyncGenerator<CompletionPart> {
    requests.push(request);
    signal.addEventListener('abort', () => { aborted++; }, { once: true });
    await answer.hold?.(signal);
    let text = '';
    let reason: 'end' | 'length' | 'stopSequence' = 'end';
    let stopSequence: string | null = null;
    let written = 0;
    for (const word of answer.text.match(/\S+\s*/g) ?? []) {
      if (signal.aborted) throw new TandemError('cancelled', 'Stopped.');
      if (answer.failure && written >= answer.failure.afterWords) throw answer.failure.error;
      if (written >= request.maxTokens) {
        reason = 'length';
        break;
      }
      const stop = request.stopSequences.find((each) => (text + word).includes(each));
      if (stop !== undefined) {
        [reason, stopSequence] = ['stopSequence', stop];
        break;
      }
      text += word;
      written++;
      yield { type: 'delta', text: word };
    }
    const inputTokens = [request.system, ...request.turns.map((turn) => turn.text), request.prefix].join(' ').split(/\s+/).filter((word) => word !== '').length;
    const cacheReadTokens = requests.length > 1 ? Math.max(0, inputTokens - 5) : 0;
    yield { type: 'finish', reason, stopSequence, text, usage: { ...noUsage, inputTokens, freshInputTokens: inputTokens - cacheReadTokens, cacheReadTokens, outputTokens: written } };
  }
  return {
    card, model: scriptedLocal([{ text: answer.text }], { card }), complete, requests, aborted: () => aborted,
    onRestart: () => () => undefined, dispose: () => Promise.resolve(),
  };
}
