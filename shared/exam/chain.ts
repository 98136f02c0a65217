import { z } from 'zod';
import { tokenStatSchema, toolCallSchema } from '../agent/model.ts';

export const candidateSchema = z.object({
  text: z.string(), reason: z.enum(['step', 'answer', 'length', 'repetition', 'stop']),
  tokens: z.array(tokenStatSchema).readonly(), tools: z.array(toolCallSchema).readonly(),
});

/** What took the place of a wrong step, and what the examiner made of it. */
const correctionSchema = z.object({
  /** `none`: the expert's step was refused, and nothing better is known; the chain ends there. */
  by: z.enum(['expert', 'gold', 'none']), text: z.string(),
  /** The expert's step, where it was asked and its step was wrong too. */
  refused: z.string().optional(),
});

/** One step of an exam: what the local model wrote, what the examiner says of it, and what stands there now. */
export const examStepSchema = z.object({
  position: z.number().int(),
  candidate: candidateSchema,
  values: z.record(z.string(), z.number().nullable()),
  /** `null`: not judged, because it builds on a missed error, or because finishing the chain from around it does not tell (`untold`). */
  wrong: z.union([z.literal(0), z.literal(1)]).nullable(),
  reason: z.enum(['goldValue', 'onTheWay', 'chainEndsRight', 'noResult', 'notOnTheWay', 'falseArithmetic', 'wrongAnswer', 'afterError', 'otherRoute', 'repeats', 'judge', 'rollOut', 'untold']),
  /** What gold values say, where a judge examined and they say anything: the judge is measured by it. */
  gold: z.union([z.literal(0), z.literal(1)]).optional(),
  /** The gate's probability when it was written; only in the second round. */
  pWrong: z.number().nullable(),
  correction: correctionSchema.nullable(),
});
export type ExamStep = Readonly<z.infer<typeof examStepSchema>>;

/** Both branches of one step, finished by the local model: kept, and written by the expert. */
const branchSchema = z.object({ position: z.number().int(), stepWrong: z.boolean(), keptEndsRight: z.boolean(), askedEndsRight: z.boolean() });
export type Branch = Readonly<z.infer<typeof branchSchema>>;

/** Whose steps these are: a gate holds for one model file, asked one way. */
const examinedModelSchema = z.object({
  sha256: z.string(), profile: z.string(), name: z.string(),
  /** What it ran on. */
  machine: z.string().optional(),
});
export type ExaminedModel = Readonly<z.infer<typeof examinedModelSchema>>;

/** One examined problem. */
export const examChainSchema = z.object({
  /** Absent in chains of older exams. */
  model: examinedModelSchema.optional(),
  problem: z.string(), data: z.string(), question: z.string(), round: z.union([z.literal(1), z.literal(2)]),
  /** The second round's threshold. */
  p: z.number().nullable(),
  steps: z.array(examStepSchema).readonly(),
  branches: z.array(branchSchema).readonly(),
  /** Whether the local model reached the right answer by itself. */
  rightUnaided: z.boolean(),
  /** Whether the chain as it stands, corrections included, ends right. */
  right: z.boolean(),
  /** Whether the expert, asked for the whole answer at once, was right; null or absent: it was not asked. */
  expertAlone: z.boolean().nullish(),
  /** Who was asked; null: nobody, absent: an older exam. */
  expert: z.object({ id: z.string(), name: z.string() }).nullish(),
});
export type ExamChain = Readonly<z.infer<typeof examChainSchema>>;
