import { z } from 'zod';

export const paragraphSchema = z.object({ title: z.string(), text: z.string().min(1) });

/** One gold step: what it says, what it computes and what comes out. */
export const goldStepSchema = z.object({
  text: z.string().min(1),
  /** Arithmetic that `calculate` understands; a number alone is a figure that was looked up. */
  expression: z.string().min(1),
  value: z.number(),
});
export type GoldStep = Readonly<z.infer<typeof goldStepSchema>>;

/**
 * A problem with a known answer. The user's own examples fit too: a question and an answer are enough.
 * Only numeric problems can have their steps examined against gold values.
 */
export const examProblemSchema = z.object({
  id: z.string().min(1).optional(),
  /** Name of the operation graph; problems of one graph differ in words and numbers only. */
  graph: z.string().optional(),
  /** 1 (few steps, small numbers) to 5. */
  difficulty: z.number().int().min(1).max(5).optional(),
  question: z.string().trim().min(1),
  documents: z.array(paragraphSchema).optional(),
  steps: z.array(goldStepSchema).optional(),
  answer: z.union([z.number(), z.string().trim().min(1), z.boolean()]),
});
export type ExamProblem = Readonly<z.infer<typeof examProblemSchema>>;

/** What the built-in exam makes: everything is there. */
export interface BuiltInProblem extends ExamProblem {
  readonly id: string;
  readonly graph: string;
  readonly difficulty: number;
  readonly steps: GoldStep[];
  readonly answer: number;
}
