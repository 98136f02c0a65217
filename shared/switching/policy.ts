import { z } from 'zod';
import type { Probe } from './probe.ts';
import type { AcceptedStep, AnswerShape, FinishReason, TokenStat, ToolCall, Turn } from '../agent/model.ts';

export const policyIds = ['localOnly', 'expertOnly', 'random', 'requestLevel', 'logProb', 'selfCheck', 'adaswitch', 'handover', 'hera', 'auto'] as const;
export const policyIdSchema = z.enum(policyIds);
export type PolicyId = z.infer<typeof policyIdSchema>;

/** One reason in a score: what was looked at, what was seen, and how much it moved the score (log-odds for `adaswitch`). */
export const scorePartSchema = z.object({
  id: z.string(),
  /** In words with the number: "least sure of the number 60 (probability 0.31)". */
  words: z.string(),
  value: z.number(),
  weight: z.number(),
});
export type ScorePart = Readonly<z.infer<typeof scorePartSchema>>;

export const scoreSchema = z.object({
  /** In [0, 1]; more means "ask". */
  value: z.number().min(0).max(1),
  /** `unlike`: 1 − similarity of what the two models write next, plus what the position asks more (HERA). */
  meaning: z.enum(['pWrong', 'doubt', 'chance', 'fixed', 'unlike']),
  /** Only a calibrated value may be called a probability in the views. */
  calibrated: z.boolean(),
  parts: z.array(scorePartSchema).readonly(),
  /** Milliseconds spent on the score. */
  costMs: z.number().nonnegative(),
  /** On what a calibrated value was measured, in words. */
  basis: z.string().optional(),
  /** HERA's convergence: how unlike the two are so many steps ahead. Where one is like enough, the steps up to it stay here. */
  converges: z.array(z.object({ ahead: z.number().int().positive(), value: z.number().min(0).max(1) })).readonly().optional(),
  /** Parts that could only have lowered the value were not run, because it was low enough: at a lower dial it is an upper bound. */
  isUpperBound: z.boolean().optional(),
});
export type Score = Readonly<z.infer<typeof scoreSchema>>;

export interface StepContext {
  readonly question: string;
  readonly history: readonly Turn[];
  readonly steps: readonly AcceptedStep[];
  readonly shape: AnswerShape;
  /** 0-based index of the step to be written. */
  readonly position: number;
  /** Uniform in [0, 1), seeded by run and position: the only randomness a policy may use. */
  readonly random: () => number;
}

export interface Candidate {
  readonly text: string;
  readonly reason: FinishReason;
  readonly tokens: readonly TokenStat[];
  readonly tools: readonly ToolCall[];
}

/**
 * Decides who writes a step. A policy returns a score; the dial turns the score into a choice (`decide`), so that
 * curves can be replayed without a model.
 */
export interface SwitchPolicy {
  readonly id: PolicyId;
  /** Once asked, the expert writes everything that is left, in one call. */
  readonly asksForRest?: boolean;
  /** Known before anything is written; null: a candidate is needed. */
  beforeStep?(context: StepContext, probe?: Probe): Promise<Score | null>;
  /** Keep the candidate, or ask the expert. `probe` asks the local model about it, where it can be asked. */
  afterCandidate?(context: StepContext, candidate: Candidate, probe?: Probe): Promise<Score>;
}

/**
 * The dial's threshold p in [0, 1]: the expert is asked when the score exceeds it. 1 is "private & cheap" (never ask),
 * 0 is "accurate" (always ask). AdaSwitch (arXiv 2410.13181), section "Collaborative Inference".
 */
const dialWords = 'The slider\'s value p goes from 0 to 1. Nothing was changed; give one of these.';
export const dialSchema = z.number(dialWords).min(0, dialWords).max(1, dialWords);
export type Dial = number;

export type Decision =
  | {
      readonly writer: 'local'; readonly threshold: number; readonly why: string;
      /** The steps before this 0-based position stay here unasked: the two models are predicted to meet there (HERA, convergence detector). */
      readonly localUntil?: number;
    }
  | { readonly writer: 'expert'; readonly threshold: number; readonly why: string };
