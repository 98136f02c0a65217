import { randomUUID } from 'node:crypto';
import type Anthropic from '@anthropic-ai/sdk';
import { assertNever } from '../../../shared/errors.ts';
import type { Usage } from '../../../shared/agent/model.ts';
import type { CompletionPart } from '../engine/api.ts';

export type Finish = Extract<CompletionPart, { readonly type: 'finish' }>;

/** The API counts what was read from a cache apart from what was evaluated now. */
export function apiUsage(usage: Usage | null): Anthropic.Usage {
  return {
    input_tokens: usage?.freshInputTokens ?? 0, cache_read_input_tokens: usage?.cacheReadTokens ?? 0, cache_creation_input_tokens: 0,
    output_tokens: usage?.outputTokens ?? 0, cache_creation: null, inference_geo: null, output_tokens_details: null, server_tool_use: null,
    service_tier: 'standard', speed: null,
  };
}

function stopReason(finish: Finish): Anthropic.StopReason {
  switch (finish.reason) {
    case 'end': return 'end_turn';
    case 'length': return 'max_tokens';
    case 'stopSequence': return 'stop_sequence';
    default: return assertNever(finish.reason);
  }
}

function emptyMessage(model: string): Anthropic.Message {
  return {
    id: `msg_${randomUUID().replaceAll('-', '')}`, type: 'message', role: 'assistant', model, content: [], container: null, diagnostics: null,
    stop_details: null, stop_reason: null, stop_sequence: null, usage: apiUsage(null),
  };
}

/** A whole answer at once. */
export function wholeMessage(model: string, finish: Finish): Anthropic.Message {
  return {
    ...emptyMessage(model), content: [{ type: 'text', text: finish.text, citations: null }],
    stop_reason: stopReason(finish), stop_sequence: finish.stopSequence, usage: apiUsage(finish.usage),
  };
}

/** How a stream begins. What was read is not known yet: the last `message_delta` says it. */
export function openingEvents(model: string): readonly Anthropic.RawMessageStreamEvent[] {
  return [
    { type: 'message_start', message: emptyMessage(model) },
    { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '', citations: null } },
  ];
}

export function textEvent(text: string): Anthropic.RawMessageStreamEvent {
  return { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text } };
}

export function closingEvents(finish: Finish): readonly Anthropic.RawMessageStreamEvent[] {
  const { input_tokens, output_tokens, cache_read_input_tokens, cache_creation_input_tokens, output_tokens_details, server_tool_use } = apiUsage(finish.usage);
  return [
    { type: 'content_block_stop', index: 0 },
    {
      type: 'message_delta',
      delta: { container: null, stop_details: null, stop_reason: stopReason(finish), stop_sequence: finish.stopSequence },
      usage: { input_tokens, output_tokens, cache_read_input_tokens, cache_creation_input_tokens, output_tokens_details, server_tool_use },
    },
    { type: 'message_stop' },
  ];
}
