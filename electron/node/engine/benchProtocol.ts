import { z } from 'zod';
import { stepRequestSchema } from './protocol.ts';

/** What the bench and its process say to each other beside the engine's protocol. */
export const benchAskSchema = z.discriminatedUnion('type', [
  /** As many tokens as the request allows, by llama.cpp's bindings alone. */
  z.object({ type: z.literal('rawTurn'), request: stepRequestSchema }),
  /** So many tokens more of one text, with or without the statistics that a step carries. */
  z.object({ type: z.literal('rawBlock'), request: stepRequestSchema, statistics: z.boolean(), tokens: z.number().int().positive(), begins: z.boolean() }),
  /** How many tokens were evaluated on the sequence until now. */
  z.object({ type: z.literal('evaluated') }),
  /** As many tokens read and written, step for step, as a run read and wrote. */
  z.object({ type: z.literal('rawSteps'), request: stepRequestSchema, steps: z.array(z.object({ read: z.number().int().positive(), written: z.number().int().positive() })).min(1) }),
]);
export type BenchAsk = z.infer<typeof benchAskSchema>;
/** Milliseconds per token for a turn and a block, in all for steps; a number of tokens for what was evaluated. */
export const rawAnswerSchema = z.object({ type: z.literal('rawAnswer'), value: z.number() });
