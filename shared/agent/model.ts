import { z } from 'zod';

/** Who wrote a step. */
export const writerSchema = z.enum(['local', 'expert']);
export type Writer = z.infer<typeof writerSchema>;

const ratesSchema = z.object({
  input: z.number().nonnegative(),
  output: z.number().nonnegative(),
  cacheRead: z.number().nonnegative(),
  cacheWrite: z.number().nonnegative(),
});
/** US dollars per million tokens. */
export const priceSchema = ratesSchema.extend({
  /** Other rates for the whole request, once its prompt has more tokens than that. */
  longPrompt: ratesSchema.extend({ overInputTokens: z.number().int().positive() }).optional(),
});
export type Price = Readonly<z.infer<typeof priceSchema>>;

/** Where a model runs. */
export const whereSchema = z.enum(['thisDevice', 'remote']);
export type Where = z.infer<typeof whereSchema>;

/** What a model is, honestly: where it runs decides whether text leaves this device. */
export const modelCardSchema = z.object({
  /** Catalog id, Claude id, or the file's name for a GGUF opened by path. */
  id: z.string(),
  name: z.string(),
  kind: z.enum(['gguf', 'claude', 'server', 'scripted']),
  where: whereSchema,
  /** Host that receives the text, for `remote` models. */
  host: z.string().optional(),
  /** SHA-256 of the weights, for `gguf`; with LoRA adapters, of the weights and the adapters together. */
  sha256: z.string().optional(),
  /** Only with adapters: SHA-256 of the weights alone. */
  baseSha256: z.string().optional(),
  /** Number of weights; for FLOPs = 2 · parameters · tokens. */
  parameters: z.number().positive().optional(),
  /** What the weights run on, named only from what was really loaded: "CPU", "Vulkan (llvmpipe), 31 of 31 layers". */
  device: z.string().optional(),
  contextSize: z.number().int().positive().optional(),
  /** Absent: nothing is paid per token, or the price is not known (`kind: 'server'`). */
  price: priceSchema.optional(),
  /** The day on which the price was read. */
  pricesAsOf: z.string().optional(),
  /** Prompt profile that suits this model family (`shared/agent/prompts`). */
  profile: z.string().optional(),
});
export type ModelCard = Readonly<z.infer<typeof modelCardSchema>>;

export const usageSchema = z.object({
  /** Prompt tokens in all, cached ones included. */
  inputTokens: z.number().int().nonnegative(),
  /** Of these, evaluated or billed now (not read from a cache). For a local model: tokens really prefilled. */
  freshInputTokens: z.number().int().nonnegative(),
  cacheReadTokens: z.number().int().nonnegative(),
  cacheWriteTokens: z.number().int().nonnegative(),
  outputTokens: z.number().int().nonnegative(),
});
export type Usage = Readonly<z.infer<typeof usageSchema>>;
export const noUsage: Usage = { inputTokens: 0, freshInputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0, outputTokens: 0 };

/**
 * What the model thought at one token. Probabilities are renormalised over the 40 most probable tokens at
 * temperature 1 (that is what the engine measures for nothing), so they are an upper bound of the softmax.
 */
export const tokenStatSchema = z.object({
  text: z.string(),
  /** Natural log of the chosen token's probability within the top 40; ≤ 0. Null: not measured (injected, or read from the API). */
  logProb: z.number().nullable(),
  /** Shannon entropy of the top 40, in nats. */
  entropy: z.number().nullable(),
  /** Probability of the first minus probability of the second token. */
  margin: z.number().nullable(),
  /** The token holds a digit of a number. */
  isNumber: z.boolean(),
  /** Put in by a tool, not chosen by the model. */
  injected: z.boolean(),
});
export type TokenStat = Readonly<z.infer<typeof tokenStatSchema>>;

/** One use of a tool inside or between steps. */
export const toolCallSchema = z.object({
  tool: z.enum(['calculator', 'lookup']),
  input: z.string(),
  output: z.string(),
  ok: z.boolean(),
  /** Calculator: what the model would have written itself, and the probability it gave the true result (product over its tokens). */
  ownGuess: z.string().optional(),
  resultProbability: z.number().min(0).max(1).optional(),
});
export type ToolCall = Readonly<z.infer<typeof toolCallSchema>>;

export interface Turn { readonly role: 'user' | 'assistant'; readonly text: string }
export interface Paragraph { readonly title: string; readonly text: string }
export interface AcceptedStep { readonly by: Writer; readonly text: string }

/** How the answer is asked for: numbered steps, or one natural reply. */
export type AnswerShape = 'steps' | 'reply';

/** A mistake that was corrected in an exam, as a short worked example for a local model. Steps are without label. */
export interface Correction {
  readonly question: string;
  readonly wrong: string;
  /** What the examiner saw, as a sentence. */
  readonly why: string;
  readonly steps: readonly string[];
  readonly answer: string;
}

/** Stateless: everything that the model may know is in here. The engine itself finds what it has evaluated before. */
export interface StepRequest {
  readonly question: string;
  readonly history: readonly Turn[];
  /** Accepted so far, in order. The model writes what comes next. */
  readonly steps: readonly AcceptedStep[];
  readonly shape: AnswerShape;
  /** Id of the prompt profile (`shared/agent/prompts/profiles.ts`). */
  readonly profile: string;
  readonly documents: readonly Paragraph[];
  /** Shown to a local model before the question (`shared/exam/mistakes`); an expert is never sent them. */
  readonly corrections?: readonly Correction[];
  /** Tools that may be used inside the step. */
  readonly tools: readonly ToolCall['tool'][];
  /** `step`: the next step only. `finish`: everything that is left, up to the answer. */
  readonly until: 'step' | 'finish';
  readonly maxTokens: number;
  readonly temperature: number;
  readonly seed: number;
}

export const finishReasonSchema = z.enum([
  'step',       // a step ended and more are to come
  'answer',     // the final answer is in this step
  'length',     // maxTokens reached; the text is what there is
  'repetition', // stopped because it went in circles
  'stop',       // the model ended its turn without an answer line
]);
export type FinishReason = z.infer<typeof finishReasonSchema>;

export type StepPart =
  /** Visible text, never half a delimiter. */
  | { readonly type: 'delta'; readonly text: string }
  /** A calculator result was put into the text (its text comes as a delta as well). */
  | { readonly type: 'tool'; readonly call: ToolCall }
  /** What is paid so far, as counted by a remote expert; each replaces the one before. */
  | { readonly type: 'usage'; readonly usage: Usage }
  /** Exactly one, last. `text` is the step's text without delimiter and step number. */
  | {
      readonly type: 'finish'; readonly reason: FinishReason; readonly text: string; readonly usage: Usage;
      readonly tokens: readonly TokenStat[]; readonly tools: readonly ToolCall[];
    };

/** Anything that can write the next step. Fails by throwing a TandemError; an abort throws one of kind `cancelled`. */
export interface StepModel {
  readonly card: ModelCard;
  writeStep(request: StepRequest, signal: AbortSignal): AsyncIterable<StepPart>;
}

/** Probabilities of an answer to a yes/no question; `covered` is the mass on all spellings of yes and no: low means unreliable. */
export interface YesNo { readonly yes: number; readonly no: number; readonly covered: number }

/** Free text over the model's own chat template, written greedily; what predictions of steps are asked with. */
export interface TextRequest {
  readonly system: string;
  readonly turns: readonly Turn[];
  /** Beginning of the assistant's turn, already written. */
  readonly prefix: string;
  readonly stopSequences: readonly string[];
  readonly maxTokens: number;
}

/** The model on this machine: it can also be asked about a candidate, at the price of a short prefill on the reused prefix. */
export interface LocalModel extends StepModel {
  judge(request: StepRequest, candidate: string, questions: readonly string[], signal: AbortSignal): Promise<readonly YesNo[]>;
  /** k samples of the step at temperature 0.8, for agreement. */
  resample(request: StepRequest, k: number, signal: AbortSignal): Promise<readonly string[]>;
  embed(text: string, signal: AbortSignal): Promise<Float32Array>;
  complete(request: TextRequest, signal: AbortSignal): Promise<string>;
  /**
   * What the model thinks of steps that it did not write: they stand behind the request's own, in order. Absent where
   * given text cannot be evaluated (scripts, logs).
   */
  scoreSteps?(request: StepRequest, texts: readonly string[], signal: AbortSignal): Promise<readonly GivenStep[]>;
}

/** A given step, evaluated as if it had been written; nothing in it was chosen or put in here. */
export interface GivenStep {
  readonly tokens: readonly TokenStat[];
  /**
   * The calculations in it. `output` is the result that stands there, true or not; `resultProbability` is that of its
   * tokens, and `ownGuess` what the model would have written in its place.
   */
  readonly tools: readonly ToolCall[];
  /** Tokens evaluated for it. */
  readonly evaluated: number;
}

/** An escalated step's payload, built and redacted but not yet sent: what the ledger keeps and the user may read first. */
export interface PreparedStep {
  /** Exactly what will be sent, as JSON, without headers. */
  readonly payload: string;
  /** SHA-256 of `payload`, hex. */
  readonly digest: string;
  /** How many of each kind were replaced, for example { email: 1 }. */
  readonly redactions: Readonly<Record<string, number>>;
  /** Upper bound in US dollars, for the cap; 0 where nothing is paid. */
  readonly maxUsd: number;
  /**
   * Tokens that it sends, estimated, not too low: what counts where the call is given up before the expert has counted.
   * Absent where that says too little of the price (the model thinks unseen); then its most counts.
   */
  readonly sentTokens?: number;
  /** Sends it once. Redacted values are put back into what comes. */
  send(signal: AbortSignal): AsyncIterable<StepPart>;
}

/** The stronger model. Preparing and sending are apart, so that nothing leaves unread, uncounted or over the cap. */
export interface ExpertModel {
  readonly card: ModelCard;
  prepareStep(request: StepRequest): Promise<PreparedStep>;
  /** US dollars that may still be spent on it; null or absent: no limit is known. */
  leftUsd?(): number | null;
}

/** What a step costs in US dollars: input·p + cache write·p + cache read·p + output·p (`guides`: methods, Cost). */
export function priceOf(usage: Usage, price: Price | undefined): number {
  if (!price) return 0;
  const rates = price.longPrompt && usage.inputTokens > price.longPrompt.overInputTokens ? price.longPrompt : price;
  const plainInput = usage.freshInputTokens - usage.cacheWriteTokens;
  return (
    (Math.max(0, plainInput) * rates.input + usage.cacheWriteTokens * rates.cacheWrite +
      usage.cacheReadTokens * rates.cacheRead + usage.outputTokens * rates.output) / 1e6
  );
}
