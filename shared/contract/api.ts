import { z } from 'zod';
import { anyNumberedEventSchema } from '../trace/events.ts';
import { priceSchema, writerSchema } from '../agent/model.ts';
import { dialSchema, policyIdSchema } from '../switching/policy.ts';
import {
  appInfoSchema, chatSchema, expertChoiceSchema, keyStateSchema, ledgerEntrySchema, messageSchema, modelInfoSchema, runStatusSchema,
  settingsSchema,
} from './entities.ts';
import { dialInfoSchema } from './dial.ts';
import { examSourceSchema, examStateSchema, gateInfoSchema, stepMarkSchema } from './gate.ts';
import { heraInfoSchema, treePictureSchema, treeSummarySchema } from './hera.ts';
import { learningInfoSchema } from './learning.ts';

/**
 * The one contract between every view (window, page, terminal) and the service. Both ends parse with these schemas.
 * Methods ask or change; topics tell what is, then what changes.
 */
const nothing = z.object({});
const chatId = z.object({ chatId: z.string() });
const runId = z.object({ runId: z.string() });
const paragraphSchema = z.object({ title: z.string(), text: z.string() });
const method = <I extends z.ZodType, O extends z.ZodType>(input: I, output: O) => ({ input, output });

/** Longest question in characters; beyond it the composer and the service refuse with a sentence. */
export const maxQuestionLength = 100_000;
export const tooLongWords = (length: number) => `The question has ${length} characters; at most ${maxQuestionLength} can be read. Shorten it; your text is kept in the box.`;
const questionSchema = z.string().max(maxQuestionLength, { error: ({ input }) => tooLongWords(String(input).length) });

export const methods = {
  'chats.create': method(z.object({ title: z.string().max(200).optional() }), chatSchema),
  'chats.rename': method(chatId.extend({ title: z.string().min(1).max(200) }), nothing),
  /** Hidden at once, gone for good at the next start; `chats.restore` is the undo until then. */
  'chats.delete': method(chatId, nothing),
  'chats.restore': method(chatId, nothing),
  'chats.messages': method(chatId, z.array(messageSchema).readonly()),
  'chats.search': method(z.object({ text: z.string() }), z.array(z.object({ chatId: z.string(), title: z.string(), excerpt: z.string() })).readonly()),

  /** Stores the question and starts the run; refuses an empty or too long question. Dial and policy default to the settings. */
  'runs.start': method(
    z.object({
      chatId: z.string(), question: questionSchema, dial: dialSchema.optional(), policy: policyIdSchema.optional(), seed: z.number().int().optional(),
      documents: z.array(paragraphSchema).optional(),
      /** Which files the documents are from, in their order, each with the number of its paragraphs. */
      files: z.array(z.object({ name: z.string().min(1).max(300), sizeBytes: z.number().nonnegative(), paragraphs: z.number().int().nonnegative() })).max(100).optional(),
    }),
    z.object({ runId: z.string(), messageId: z.string() }),
  ),
  /** The files that went with a question, as they were sent: in paragraphs. */
  'runs.files': method(runId, z.array(z.object({ name: z.string(), sizeBytes: z.number(), documents: z.array(paragraphSchema).readonly() })).readonly()),
  'runs.stop': method(runId, nothing),
  /** Counts from the next step on. Without a dial: as the settings' way of setting it has it now. */
  'runs.setDial': method(runId.extend({ dial: dialSchema.optional() }), nothing),
  /** Goes on from the last accepted step of an interrupted, failed or cancelled run, asking as the slider and the expert of now say. */
  'runs.continue': method(runId, nothing),
  'runs.events': method(runId.extend({ fromSeq: z.number().int().positive() }), z.object({ status: runStatusSchema, events: z.array(anyNumberedEventSchema).readonly() })),

  /** A new run that keeps the steps before `step` of a run that has ended, lets `by` write that step anew, and goes on from there. The answer gets its own message. */
  'runs.branch': method(runId.extend({ step: z.number().int().nonnegative(), by: writerSchema }), z.object({ runId: z.string(), messageId: z.string() })),
  /** The user's own word on an accepted step; null takes it back. */
  'runs.mark': method(runId.extend({ step: z.number().int().nonnegative(), mark: stepMarkSchema.nullable() }), nothing),
  /** Accepted local steps that were drawn for the question "was this step right?"; none unless the user wished it. */
  'runs.audited': method(runId, z.array(z.number().int().nonnegative()).readonly()),
  'runs.marks': method(runId, z.array(z.object({ step: z.number().int().nonnegative(), mark: stepMarkSchema })).readonly()),

  /** Examines the local model; goes on by itself until time or problems run out. Refused while one is running. */
  'exam.start': method(z.object({ source: examSourceSchema, seconds: z.number().int().positive().max(86_400).nullable(), problems: z.number().int().positive().max(100_000).nullable(), asksItself: z.boolean().optional() }), nothing),
  /** Pauses: what was examined is kept, and `exam.continue` goes on, also after a restart of the program. */
  'exam.stop': method(nothing, nothing),
  'exam.continue': method(nothing, nothing),
  /** Puts a former head back: `index` as in `learning.history`, by default the one in use before. */
  'gate.useFormer': method(z.object({ index: z.number().int().nonnegative().max(20).optional() }), nothing),
  /** Fits a challenger now to what is labelled so far; refused with a sentence where that is too little. */
  'gate.refit': method(nothing, nothing),

  /** What HERA knows about the two models that are chosen now. */
  'hera.info': method(nothing, heraInfoSchema),
  /** The requests that this pair was profiled on, as far as their trees lie here; then one of them, to be drawn. */
  'hera.trees': method(nothing, z.array(treeSummarySchema).readonly()),
  'hera.tree': method(z.object({ problem: z.string() }), treePictureSchema),
  /** Puts a former profile of the pair back (0, or none given: the one in use before); the present one becomes the newest former. */
  'hera.useFormer': method(z.object({ index: z.number().int().nonnegative().max(20).optional() }), heraInfoSchema),
  /** Forgets what was kept in use; the profile stays. */
  'hera.forgetUsed': method(nothing, heraInfoSchema),

  'settings.set': method(settingsSchema.omit({ agreements: true }).partial(), settingsSchema),
  /** Agree once, per remote host, that steps may be sent there, up to a cap per month, at the price that was shown (by default the chosen expert's). */
  'expert.agree': method(z.object({ key: z.string(), capUsd: z.number().nonnegative(), price: priceSchema.optional() }), nothing),
  'expert.withdraw': method(z.object({ key: z.string() }), nothing),
  'expert.setKey': method(z.object({ key: z.string().min(1).max(500), keepWithoutKeychain: z.boolean() }), keyStateSchema),
  'expert.forgetKey': method(nothing, keyStateSchema),
  /** One tiny request with the choice as given (not yet saved); says in words what came back. To a host that was not agreed to nothing is sent. */
  'expert.test': method(z.object({ choice: expertChoiceSchema }), z.object({ ok: z.boolean(), words: z.string() })),

  'models.get': method(z.object({ id: z.string() }), nothing),
  'models.stop': method(z.object({ id: z.string() }), nothing),
  'models.remove': method(z.object({ id: z.string() }), nothing),
  'models.check': method(z.object({ id: z.string() }), z.object({ ok: z.boolean(), words: z.string() })),

  'ledger.list': method(z.object({ runId: z.string().optional(), limit: z.number().int().positive().max(1000) }), z.array(ledgerEntrySchema).readonly()),
  'notices.dismiss': method(z.object({ id: z.string() }), nothing),
} as const;

const topic = <P extends z.ZodType, M extends z.ZodType>(params: P, message: M) => ({ params, message });

export const topics = {
  /** Everything from `fromSeq` on, in order, without gaps; closes itself after a terminal event. Deltas may be batched. */
  run: topic(runId.extend({ fromSeq: z.number().int().positive() }), z.object({ events: z.array(anyNumberedEventSchema).readonly() })),
  /** The whole state at once, then again after each change. */
  chats: topic(nothing, z.array(chatSchema).readonly()),
  models: topic(nothing, z.array(modelInfoSchema).readonly()),
  settings: topic(nothing, settingsSchema),
  app: topic(nothing, appInfoSchema),
  /** What is known about the chosen local model's gate. */
  gate: topic(nothing, gateInfoSchema),
  /** The p that the dial's mode comes to for the next question. */
  dial: topic(nothing, dialInfoSchema),
  exam: topic(nothing, examStateSchema),
  /** How the gate goes on learning from marked steps. */
  learning: topic(nothing, learningInfoSchema),
} as const;

export type MethodName = keyof typeof methods;
export type Input<M extends MethodName> = z.input<(typeof methods)[M]['input']>;
export type ParsedInput<M extends MethodName> = z.output<(typeof methods)[M]['input']>;
export type Output<M extends MethodName> = z.output<(typeof methods)[M]['output']>;
export type TopicName = keyof typeof topics;
export type TopicParams<T extends TopicName> = z.output<(typeof topics)[T]['params']>;
export type TopicMessage<T extends TopicName> = z.output<(typeof topics)[T]['message']>;

/** What the service implements; `serveContract` puts it behind a port. */
export interface Service {
  call<M extends MethodName>(method: M, input: ParsedInput<M>): Promise<Output<M>>;
  /** Calls `tell` with the present state and then with each change, until the returned function is called. */
  subscribe<T extends TopicName>(topic: T, params: TopicParams<T>, tell: (message: TopicMessage<T>) => void, fail: (error: unknown) => void): () => void;
}

/** What views use; `createClient` makes it from a port. */
export interface Client {
  call<M extends MethodName>(method: M, input: Input<M>): Promise<Output<M>>;
  subscribe<T extends TopicName>(topic: T, params: TopicParams<T>, onMessage: (message: TopicMessage<T>) => void, onError: (error: unknown) => void): () => void;
  close(): void;
}
