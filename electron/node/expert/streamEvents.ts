import { z } from 'zod';
import { noUsage, type Usage } from '../../../shared/agent/model.ts';
import { TandemError } from '../../../shared/errors.ts';

const count = z.number().int().nonnegative().nullish();
const usageSchema = z.object({ input_tokens: count, output_tokens: count, cache_read_input_tokens: count, cache_creation_input_tokens: count });
type WireUsage = z.infer<typeof usageSchema>;

/** What a step needs of the stream. Other fields, events and kinds of blocks are passed over. */
const eventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('message_start'), message: z.object({ usage: usageSchema.nullish() }) }),
  z.object({ type: z.literal('content_block_start'), content_block: z.object({ type: z.string(), text: z.string().optional() }) }),
  z.object({ type: z.literal('content_block_delta'), delta: z.object({ type: z.string(), text: z.string().optional() }) }),
  z.object({ type: z.literal('message_delta'), delta: z.object({ stop_reason: z.string().nullish() }), usage: usageSchema.nullish() }),
  z.object({ type: z.literal('message_stop') }),
]);
export type StreamEvent = z.infer<typeof eventSchema>;
const needed: ReadonlySet<string> = new Set(eventSchema.options.map((option) => option.shape.type.value));
const kindSchema = z.object({ type: z.string() });

/** An event of the stream, checked; null: of a kind that is not needed here. The SDK's types are a promise, not a check. */
export function readEvent(event: unknown): StreamEvent | null {
  const kind = kindSchema.safeParse(event);
  if (kind.success && !needed.has(kind.data.type)) return null;
  const parsed = eventSchema.safeParse(event);
  if (parsed.success) return parsed.data;
  throw new TandemError('expertMalformed', 'The expert sent something that is not the Messages format. Its step was dropped; what was accepted before is kept.', { cause: parsed.error });
}

/** Counts of the stream so far: later ones replace earlier ones, as they are cumulative. */
export function createUsageReader(): { read(usage: WireUsage | null | undefined): void; readonly usage: Usage } {
  let input = 0;
  let output = 0;
  let cacheRead = 0;
  let cacheWrite = 0;
  return {
    read: (usage) => {
      input = usage?.input_tokens ?? input;
      output = usage?.output_tokens ?? output;
      cacheRead = usage?.cache_read_input_tokens ?? cacheRead;
      cacheWrite = usage?.cache_creation_input_tokens ?? cacheWrite;
    },
    get usage() {
      return { ...noUsage, inputTokens: input + cacheRead + cacheWrite, freshInputTokens: input + cacheWrite, cacheReadTokens: cacheRead, cacheWriteTokens: cacheWrite, outputTokens: output };
    },
  };
}
