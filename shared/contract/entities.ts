import { z } from 'zod';
import { modelCardSchema, priceSchema } from '../agent/model.ts';
import { agreementSchema } from './agreement.ts';
import { errorInfoSchema } from '../errors.ts';
import { refitBounds, refitEvery } from '../learn/challenger/refitEvery.ts';
import { partIds } from '../hera/heraFile.ts';
import { dialModeSchema } from './dial.ts';
import { auditShareSchema } from './learning.ts';
import { dialSchema, policyIdSchema } from '../switching/policy.ts';

export const runStatusSchema = z.enum(['running', 'finished', 'failed', 'cancelled', 'interrupted']);

export const chatSchema = z.object({
  id: z.string(), title: z.string(), createdAt: z.number(), updatedAt: z.number(),
});
export type Chat = Readonly<z.infer<typeof chatSchema>>;

/** A user's message, or the place of an answer: its text is in the run's trace, `text` is the final answer once there is one. */
export const messageSchema = z.object({
  id: z.string(), chatId: z.string(), role: z.enum(['user', 'assistant']), text: z.string(), createdAt: z.number(),
  runId: z.string().nullable(), runStatus: runStatusSchema.nullable(),
  /** Of a question: the policy chosen for it alone; absent or null: the settings'. */
  policy: policyIdSchema.nullish(),
  /** Of a question: the files that went with it; their text comes by `runs.files`. */
  files: z.array(z.object({ name: z.string(), sizeBytes: z.number() })).readonly().nullish(),
});
export type Message = Readonly<z.infer<typeof messageSchema>>;

/** How the expert is chosen. The key is never part of it. */
export const expertChoiceSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }),
  z.object({ kind: z.literal('claude'), model: z.string() }),
  z.object({
    kind: z.literal('server'), baseUrl: z.string(), model: z.string(),
    /** The user was warned and allows plain http to this host beyond loopback. */
    allowPlainHttp: z.boolean(),
    /** The server goes on with a begun answer (our own `serve`, llama-server): small experts then keep the thread. */
    continuesTurn: z.boolean().optional(),
  }),
  /** Catalog id or absolute path of a larger GGUF on this machine. */
  z.object({ kind: z.literal('gguf'), model: z.string() }),
]);
export type ExpertChoice = Readonly<z.infer<typeof expertChoiceSchema>>;

export const settingsSchema = z.object({
  /** Catalog id or absolute path of a GGUF. */
  localModel: z.string(),
  expert: expertChoiceSchema,
  policy: policyIdSchema,
  dial: dialSchema,
  /** What sets p: the slider, an accuracy to reach, or a budget. */
  dialMode: dialModeSchema,
  theme: z.enum(['system', 'light', 'dark']),
  /** What to do when the expert fails: go on here, or stop the run. */
  whenExpertFails: z.enum(['continue', 'stop']),
  /** AdaSwitch: the expert may begin while the local model is still asked about its step; a call not needed is paid all the same. */
  speculative: z.boolean(),
  /** HERA: how much more alike each later subtask has to be, and which parts run; null: as the profile of the pair found best. */
  heraAlpha: z.number().min(0).max(0.5).nullable(),
  heraParts: z.array(z.enum(partIds)).readonly().nullable(),
  /** How it tells whether two steps are alike: by the paper's prediction, or by our head. */
  heraSseBy: z.enum(['prediction', 'likeness']).nullable(),
  /** How many of its nearest corrected mistakes (from the exam) the local model is shown before a question; 0: off. */
  correctedMistakes: z.number().int().min(0).max(2),
  /** Share of the accepted local steps that are put before the user ("was this step right?"): 0, or 0.02 to 0.05. */
  auditShare: auditShareSchema,
  /** New labels after which a challenger for the gate is fitted, and answers of a pair after which one for HERA's likeness head is. */
  refitEvery: z.number().int().min(refitBounds.low).max(refitBounds.high),
  /** Remote experts the user agreed to send steps to, with the spending cap in US dollars a month. Key: `hostOf(choice)`. */
  agreements: z.record(z.string(), agreementSchema),
});
export type Settings = Readonly<z.infer<typeof settingsSchema>>;

export const defaultSettings: Settings = {
  localModel: 'qwen2.5-coder-0.5b-instruct-q4_k_m',
  expert: { kind: 'none' },
  policy: 'adaswitch',
  dial: 0.5,
  dialMode: { kind: 'threshold' },
  theme: 'system',
  whenExpertFails: 'continue',
  speculative: false,
  heraAlpha: null,
  heraParts: null,
  heraSseBy: null,
  correctedMistakes: 0,
  auditShare: 0,
  refitEvery,
  agreements: {},
};

/** What the app may say of a key: never the key. */
export const keyStateSchema = z.discriminatedUnion('state', [
  z.object({ state: z.literal('missing') }),
  z.object({ state: z.literal('set'), endsIn: z.string(), kept: z.enum(['keychain', 'file', 'session', 'environment']) }),
]);
export type KeyState = Readonly<z.infer<typeof keyStateSchema>>;

export const modelStateSchema = z.discriminatedUnion('state', [
  z.object({ state: z.literal('absent') }),
  z.object({ state: z.literal('downloading'), receivedBytes: z.number(), totalBytes: z.number(), source: z.string(), bytesPerSecond: z.number() }),
  z.object({ state: z.literal('checking') }),
  z.object({ state: z.literal('ready'), path: z.string() }),
  z.object({ state: z.literal('failed'), error: errorInfoSchema }),
]);
export type ModelState = Readonly<z.infer<typeof modelStateSchema>>;

export const modelInfoSchema = z.object({
  id: z.string(), name: z.string(), sizeBytes: z.number(), parameters: z.number(), licence: z.string(),
  roles: z.array(z.enum(['local', 'expert', 'embedding', 'test'])).readonly(),
  /** Whether it fits into this machine's memory, in words, before anything is downloaded. */
  fit: z.object({ verdict: z.enum(['good', 'tight', 'tooLarge']), words: z.string() }),
  state: modelStateSchema,
});
export type ModelInfo = Readonly<z.infer<typeof modelInfoSchema>>;

/** Stands in the ledger in place of a run, for the tiny request with which an expert is tried. */
export const connectionTest = 'test';

export const ledgerEntrySchema = z.object({
  id: z.number().int(), runId: z.string(), step: z.number().int(), at: z.number(),
  to: z.string(), where: z.enum(['thisDevice', 'remote']), host: z.string(),
  /** Exactly what was sent, as JSON, without headers and so without the key. */
  payload: z.string(), payloadDigest: z.string(),
  inputTokens: z.number().int(), outputTokens: z.number().int(), usd: z.number(),
  /** Nobody counted it: the price is the most it may have cost. */
  atMost: z.boolean(),
  /** `sent` at once; `answered` or `failed` when known. */
  outcome: z.enum(['sent', 'answered', 'failed']),
  /** Of a `failed` one, why it brought no step; null: not known. */
  reason: z.enum(['notNeeded', 'stopped', 'failed']).nullable(),
});
export type LedgerEntry = Readonly<z.infer<typeof ledgerEntrySchema>>;

/** What a first payload needs agreement for. */
export const agreementNeededSchema = z.object({
  /** Key into `Settings.agreements`. */
  key: z.string(), to: z.string(), host: z.string(),
  priceWords: z.string(), whatWords: z.string(), suggestedCapUsd: z.number(),
  /** What is agreed to with it; absent: not known. */
  price: priceSchema.optional(),
  /** Why it is asked again: the host was agreed to at a lower price. */
  againWords: z.string().optional(),
});
export type AgreementNeeded = Readonly<z.infer<typeof agreementNeededSchema>>;

export const appInfoSchema = z.object({
  version: z.string(), shell: z.enum(['electron', 'web', 'terminal']),
  local: z.discriminatedUnion('state', [
    z.object({ state: z.literal('missing'), model: z.string() }),
    z.object({ state: z.literal('loading'), model: z.string() }),
    z.object({ state: z.literal('ready'), card: modelCardSchema }),
    z.object({ state: z.literal('failed'), model: z.string(), error: errorInfoSchema }),
  ]),
  expert: z.discriminatedUnion('state', [
    z.object({ state: z.literal('none') }),
    z.object({ state: z.literal('ready'), card: modelCardSchema }),
    z.object({ state: z.literal('needsKey'), card: modelCardSchema }),
    z.object({ state: z.literal('needsAgreement'), card: modelCardSchema, agreement: agreementNeededSchema }),
    z.object({ state: z.literal('needsModel'), model: z.string() }),
    z.object({ state: z.literal('failed'), error: errorInfoSchema }),
  ]),
  key: keyStateSchema,
  spentThisMonthUsd: z.number(),
  /** What the cap at the chosen expert's host leaves this month; null: none was agreed to, or its price is not known, so that none holds. */
  capLeftUsd: z.number().nullable(),
  /** Things the user should know, for example "The settings file was damaged and kept as settings.json.damaged-…". */
  notices: z.array(z.object({ id: z.string(), words: z.string() })).readonly(),
});
export type AppInfo = Readonly<z.infer<typeof appInfoSchema>>;
