import { z } from 'zod';
import { finishReasonSchema, modelCardSchema, tokenStatSchema, toolCallSchema, usageSchema, whereSchema, writerSchema } from '../agent/model.ts';
import { errorInfoSchema } from '../errors.ts';
import { dialSchema, policyIdSchema, scoreSchema } from '../switching/policy.ts';

/**
 * What happened while one answer was made, in order. Past tense: an event reports, it never steers.
 * `step` is the 0-based index of the step in the answer.
 */
const step = z.number().int().nonnegative();
const ms = z.number().nonnegative();
const usd = z.number().nonnegative();

export const limitsSchema = z.object({
  maxSteps: z.number().int().positive(),
  maxTokensPerStep: z.number().int().positive(),
  /** US dollars that this run may cost; null: no cap of its own. */
  maxUsd: z.number().nonnegative().nullable(),
});
export type Limits = Readonly<z.infer<typeof limitsSchema>>;

export const stepKindSchema = z.enum(['reasoning', 'lookup', 'answer', 'reply']);
export type StepKind = z.infer<typeof stepKindSchema>;

/** An answer that goes on from the steps of another, with one step written anew. `step` is that step's 0-based index. */
export const branchSchema = z.object({ runId: z.string(), step, by: writerSchema });
export type Branch = Readonly<z.infer<typeof branchSchema>>;

export const runEventSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('runStarted'), question: z.string(), shape: z.enum(['steps', 'reply']),
    local: modelCardSchema, expert: modelCardSchema.nullable(),
    policy: policyIdSchema, dial: dialSchema, profile: z.string(), seed: z.number().int(), limits: limitsSchema,
    branch: branchSchema.optional(),
  }),
  /** The run goes on after an interruption; accepted steps before it hold. Dial and expert are those of now; absent in older traces. */
  z.object({ type: z.literal('runContinued'), fromStep: step, dial: dialSchema.optional(), expert: modelCardSchema.nullable().optional() }),
  z.object({ type: z.literal('dialChanged'), dial: dialSchema }),
  z.object({ type: z.literal('stepStarted'), step, by: writerSchema }),
  z.object({ type: z.literal('stepDelta'), step, by: writerSchema, text: z.string() }),
  z.object({ type: z.literal('toolCalled'), step, by: writerSchema, call: toolCallSchema }),
  /** Also said when no expert is set up: then `decision` is `wouldAsk` instead of `ask`. */
  z.object({
    type: z.literal('candidateScored'), step, stage: z.enum(['before', 'after']), score: scoreSchema, threshold: z.number(),
    decision: z.enum(['keep', 'ask', 'wouldAsk']), why: z.string(),
  }),
  z.object({
    type: z.literal('candidateDiscarded'), step, text: z.string(), usage: usageSchema, ms, tokens: z.array(tokenStatSchema).readonly(),
    /** Absent in traces written before they were kept. */
    tools: z.array(toolCallSchema).readonly().optional(), reason: finishReasonSchema.optional(),
  }),
  z.object({
    type: z.literal('stepEscalated'), step, to: z.string(), where: whereSchema, why: z.string(),
    /** SHA-256 of the exact payload in the ledger; redactions by kind, for example { email: 1 }. */
    payloadDigest: z.string(), redactions: z.record(z.string(), z.number().int()),
    /** Set where the call was running already: for how long when it was decided to ask. */
    begunMsEarly: ms.optional(),
  }),
  /** The expert had begun while the step was still undecided, and was not needed. What it cost is paid all the same. */
  z.object({
    type: z.literal('expertCallDiscarded'), step, to: z.string(), where: whereSchema, why: z.string(),
    /** Absent: begun early and not needed. */ reason: z.enum(['stopped', 'failed']).optional(),
    payloadDigest: z.string(), redactions: z.record(z.string(), z.number().int()),
    usage: usageSchema, usd, /** Nobody counted it: the price is the most it may have cost. */ atMost: z.boolean(), ms,
  }),
  z.object({
    type: z.literal('stepAccepted'), step, by: writerSchema, kind: stepKindSchema, model: z.string(), text: z.string(),
    /** Where its writer ran; absent in older traces. */ where: whereSchema.optional(),
    usage: usageSchema, ms, usd, tokens: z.array(tokenStatSchema).readonly(), tools: z.array(toolCallSchema).readonly(), why: z.string(),
  }),
  z.object({ type: z.literal('expertUnavailable'), step, error: errorInfoSchema, continues: z.boolean() }),
  z.object({ type: z.literal('engineRestarted'), step, message: z.string() }),
  z.object({ type: z.literal('budgetReached'), step, limit: z.enum(['steps', 'usd', 'spendingCap', 'context']), message: z.string() }),
  z.object({ type: z.literal('runFinished'), answer: z.string(), ms }),
  z.object({ type: z.literal('runFailed'), error: errorInfoSchema }),
  z.object({ type: z.literal('runCancelled') }),
  /** Written at the next start by the store for a run whose process died. */
  z.object({ type: z.literal('runInterrupted') }),
]);
export type RunEvent = z.infer<typeof runEventSchema>;
export type RunEventType = RunEvent['type'];

/** An event with its place: `seq` counts from 1 without gaps within a run, `at` is Unix time in ms. */
export const numberedEventSchema = z.object({ seq: z.number().int().positive(), at: z.number(), event: runEventSchema });
export type NumberedEvent = z.infer<typeof numberedEventSchema>;

/** As read from a store or a wire that may be newer than this program: an unknown type is kept and shown, not refused. */
export const anyNumberedEventSchema = z.union([
  numberedEventSchema,
  z.object({ seq: z.number().int().positive(), at: z.number(), event: z.looseObject({ type: z.string() }) }),
]);
export type AnyNumberedEvent = z.infer<typeof anyNumberedEventSchema>;

export const terminalTypes: ReadonlySet<string> = new Set<RunEventType>(['runFinished', 'runFailed', 'runCancelled', 'runInterrupted']);
