import { randomInt } from 'node:crypto';
import { z } from 'zod';
import type { Turn } from '../../../shared/agent/model.ts';
import type { CompletionRequest } from '../engine/api.ts';
import { topTokens } from '../engine/process/distribution.ts';
import { invalid } from './apiError.ts';

const textBlocks = z.union([
  z.string(),
  z.array(z.looseObject({ type: z.string(), text: z.string().optional() })),
]);

/** What is understood of a Messages request. Marks and hints that change nothing here (caching, metadata, thinking) are passed over. */
const promptSchema = z.looseObject({
  model: z.string(),
  messages: z.array(z.looseObject({ role: z.enum(['user', 'assistant', 'system']), content: textBlocks })).min(1),
  system: textBlocks.optional(),
  tools: z.array(z.unknown()).optional(),
});
const requestSchema = promptSchema.extend({
  max_tokens: z.number().int().positive(),
  stream: z.boolean().optional(),
  stop_sequences: z.array(z.string()).max(64).optional(),
  temperature: z.number().optional(),
  top_p: z.number().optional(),
  top_k: z.number().optional(),
});

export type Prompt = Pick<CompletionRequest, 'system' | 'turns' | 'prefix'>;
export interface MessagesRequest { readonly model: string; readonly stream: boolean; readonly completion: CompletionRequest }

/** Sampling is over the model's `topTokens` most probable tokens, whatever is asked: `serve --help` says so. */
export function readMessagesRequest(body: unknown): MessagesRequest {
  const request = parse(requestSchema, body);
  const stops = request.stop_sequences ?? [];
  if (stops.some((stop) => stop.trim() === '')) throw invalid('stop_sequences: each stop sequence must contain something other than white space.');
  return {
    model: request.model,
    stream: request.stream ?? false,
    completion: {
      ...readPrompt(request),
      stopSequences: stops,
      maxTokens: request.max_tokens,
      temperature: clamp(request.temperature ?? 1, 0, 2),
      ...(request.top_p === undefined ? {} : { topP: clamp(request.top_p, 0.001, 1) }),
      ...(request.top_k === undefined || request.top_k <= 0 ? {} : { topK: clamp(Math.round(request.top_k), 1, topTokens) }),
      seed: randomInt(2 ** 31),
    },
  };
}

export function readCountRequest(body: unknown): { readonly model: string; readonly prompt: Prompt } {
  const request = parse(promptSchema, body);
  return { model: request.model, prompt: readPrompt(request) };
}

/** A conversation that ends with the assistant is a beginning that the model goes on from. */
function readPrompt(request: z.infer<typeof promptSchema>): Prompt {
  if (request.tools && request.tools.length > 0) throw invalid('tools: this server runs a local model without tool use. Send the request without tools.');
  const system = [...(request.system === undefined ? [] : [textOf(request.system, 'system')])];
  const turns: Turn[] = [];
  for (const [index, { role, content }] of request.messages.entries()) {
    const text = textOf(content, `messages.${index}`);
    const last = turns.at(-1);
    if (role === 'system') system.push(text);
    // As in the API, turns of one side that follow each other are one turn.
    else if (last?.role === role) turns[turns.length - 1] = { role, text: `${last.text}\n\n${text}` };
    else turns.push({ role, text });
  }
  if (turns[0]?.role !== 'user') throw invalid('messages: the first message must be the user\'s.');
  const last = turns.at(-1);
  const prefix = last?.role === 'assistant' ? last.text : '';
  return { system: system.filter((text) => text !== '').join('\n\n'), turns: last?.role === 'assistant' ? turns.slice(0, -1) : turns, prefix };
}

function textOf(content: z.infer<typeof textBlocks>, where: string): string {
  if (typeof content === 'string') return content;
  return content.map((block, index) => {
    if (block.type === 'thinking' || block.type === 'redacted_thinking') return '';
    if (block.type !== 'text' || block.text === undefined) throw invalid(`${where}.content.${index}: only text is understood here, not "${block.type.slice(0, 40)}".`);
    return block.text;
  }).join('');
}

function parse<T extends z.ZodType>(schema: T, body: unknown): z.infer<T> {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw invalid(`${issue && issue.path.length > 0 ? `${issue.path.join('.')}: ` : ''}${issue?.message ?? 'not understood'}`);
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
