import type { Price } from '../../../shared/agent/model.ts';
import type { Meter } from './calls/cachedModels.ts';

/** What one answer cost. Tokens that a reused prefix saves within the answer are not counted; those of earlier answers are. */
export interface Cost {
  /** 2 · parameters · tokens, prompts, discarded candidates and checks included; null where an expert's size is not known. */
  readonly flops: number | null;
  /** At the stated price of the expert, every prompt billed whole; null without a price. */
  readonly usd: number | null;
  readonly expertCalls: number;
  readonly localTokens: number;
  readonly expertTokens: number;
  /** Wall time of the model calls when they were made. */
  readonly modelMs: number;
}

export function createMeter(options: { readonly localParameters: number; readonly expertParameters: number | null; readonly expertPrice: Price | null }): Meter & { readonly cost: Cost; readonly waitedMs: number } {
  const held = { local: '', expert: '' };
  let [localTokens, expertTokens, billed, output, expertCalls, modelMs] = [0, 0, 0, 0, 0, 0];
  let waitedMs = 0;
  return {
    step: (by, call, prompt) => {
      const shared = commonPrefix(held[by], prompt);
      const fresh = Math.max(1, Math.round(call.usage.inputTokens * (1 - shared / Math.max(1, prompt.length))));
      held[by] = by === 'local' ? `${prompt}${call.text}` : prompt;
      modelMs += call.ms;
      if (by === 'local') localTokens += fresh + call.usage.outputTokens;
      else {
        expertTokens += fresh + call.usage.outputTokens;
        billed += call.usage.inputTokens;
        output += call.usage.outputTokens;
        expertCalls += 1;
      }
    },
    check: (_kind, ms, inputTokens, outputTokens) => {
      modelMs += ms;
      localTokens += inputTokens + outputTokens;
    },
    waited: (ms) => {
      waitedMs += ms;
    },
    get waitedMs() {
      return waitedMs;
    },
    get cost() {
      const { localParameters, expertParameters, expertPrice } = options;
      return {
        flops: expertParameters === null && expertTokens > 0 ? null : 2 * (localParameters * localTokens + (expertParameters ?? 0) * expertTokens),
        usd: expertPrice === null ? null : (billed * expertPrice.input + output * expertPrice.output) / 1e6,
        expertCalls, localTokens, expertTokens, modelMs,
      };
    },
  };
}

function commonPrefix(a: string, b: string): number {
  const most = Math.min(a.length, b.length);
  let at = 0;
  while (at < most && a.charCodeAt(at) === b.charCodeAt(at)) at += 1;
  return at;
}
