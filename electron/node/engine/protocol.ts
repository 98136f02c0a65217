import { z } from 'zod';
import { errorInfoSchema } from '../../../shared/errors.ts';
import { toolCallSchema, tokenStatSchema, usageSchema } from '../../../shared/agent/model.ts';

/**
 * What the engine's client and its process say to each other. Both ends parse what they get: the process may be of an
 * older build, and a message that is not understood must be an error with a name.
 */
const turnSchema = z.object({ role: z.enum(['user', 'assistant']), text: z.string() });

export const stepRequestSchema = z.object({
  question: z.string(),
  history: z.array(turnSchema),
  steps: z.array(z.object({ by: z.enum(['local', 'expert']), text: z.string() })),
  shape: z.enum(['steps', 'reply']),
  profile: z.string(),
  documents: z.array(z.object({ title: z.string(), text: z.string() })),
  corrections: z.array(z.object({ question: z.string(), wrong: z.string(), why: z.string(), steps: z.array(z.string()).readonly(), answer: z.string() })).readonly().exactOptional(),
  tools: z.array(z.enum(['calculator', 'lookup'])),
  until: z.enum(['step', 'finish']),
  maxTokens: z.number().int().positive(),
  temperature: z.number().nonnegative(),
  seed: z.number().int(),
});

export const completionRequestSchema = z.object({
  system: z.string(),
  turns: z.array(turnSchema),
  prefix: z.string(),
  stopSequences: z.array(z.string()),
  maxTokens: z.number().int().positive(),
  temperature: z.number().nonnegative(),
  topP: z.number().positive().max(1).exactOptional(),
  topK: z.number().int().positive().exactOptional(),
  seed: z.number().int(),
});

export const openSchema = z.object({
  modelPath: z.string(),
  gpu: z.enum(['auto', 'cpu', 'cuda', 'vulkan', 'metal']),
  sequences: z.number().int().positive(),
  contextSize: z.number().int().positive(),
  threads: z.number().int().positive(),
  adapters: z.array(z.object({ path: z.string(), scale: z.number() })).readonly().exactOptional(),
});
export type OpenRequest = z.infer<typeof openSchema>;

export const callSchema = z.discriminatedUnion('method', [
  z.object({ method: z.literal('writeStep'), request: stepRequestSchema }),
  z.object({ method: z.literal('complete'), request: completionRequestSchema }),
  z.object({ method: z.literal('judge'), request: stepRequestSchema, candidate: z.string(), questions: z.array(z.string()) }),
  z.object({ method: z.literal('resample'), request: stepRequestSchema, k: z.number().int().positive() }),
  z.object({ method: z.literal('embed'), text: z.string() }),
  z.object({ method: z.literal('scoreText'), request: stepRequestSchema, texts: z.array(z.string()) }),
]);
export type EngineCall = z.infer<typeof callSchema>;

export const toProcessSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('open'), open: openSchema }),
  z.object({ type: z.literal('call'), id: z.number().int(), call: callSchema }),
  z.object({ type: z.literal('abort'), id: z.number().int() }),
  z.object({ type: z.literal('close') }),
]);
export type ToProcess = z.infer<typeof toProcessSchema>;

/** What was really loaded. */
export const loadedSchema = z.object({
  device: z.string(),
  usesGpu: z.boolean(),
  contextSize: z.number().int().positive(),
  parameters: z.number().nonnegative(),
});
export type Loaded = z.infer<typeof loadedSchema>;

export const stepPartSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('delta'), text: z.string() }),
  z.object({ type: z.literal('tool'), call: toolCallSchema }),
  z.object({
    type: z.literal('finish'), reason: z.enum(['step', 'answer', 'length', 'repetition', 'stop']), text: z.string(),
    usage: usageSchema, tokens: z.array(tokenStatSchema), tools: z.array(toolCallSchema),
  }),
]);
export const completionPartSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('delta'), text: z.string() }),
  z.object({
    type: z.literal('finish'), reason: z.enum(['end', 'length', 'stopSequence']), stopSequence: z.string().nullable(),
    text: z.string(), usage: usageSchema,
  }),
]);
export const yesNoSchema = z.array(z.object({ yes: z.number(), no: z.number(), covered: z.number() }));
export const givenStepsSchema = z.array(z.object({ tokens: z.array(tokenStatSchema), tools: z.array(toolCallSchema), evaluated: z.number().int().nonnegative() }));
export const textsSchema = z.array(z.string());
export const vectorSchema = z.instanceof(Float32Array);

/** `part`s of a stream and one `done`, or one `done` with a value. The value's schema depends on the call: the caller parses it. */
export const fromProcessSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready') }),
  z.object({ type: z.literal('opened'), loaded: loadedSchema }),
  z.object({ type: z.literal('openFailed'), error: errorInfoSchema }),
  z.object({ type: z.literal('part'), id: z.number().int(), part: z.unknown() }),
  z.object({ type: z.literal('done'), id: z.number().int(), value: z.unknown() }),
  z.object({ type: z.literal('failed'), id: z.number().int(), error: errorInfoSchema }),
]);
export type FromProcess = z.infer<typeof fromProcessSchema>;
