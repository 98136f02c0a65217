import fs from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { modelCardSchema, tokenStatSchema, toolCallSchema } from '../../../shared/agent/model.ts';
import { TandemError } from '../../../shared/errors.ts';
import { linesOf } from './calls/linesOf.ts';

const loggedStepSchema = z.object({
  by: z.enum(['local', 'expert']), kind: z.enum(['reasoning', 'lookup', 'answer', 'reply']).nullable(), text: z.string(),
  tokens: z.array(tokenStatSchema).readonly(), tools: z.array(toolCallSchema).readonly(),
  scores: z.array(z.object({ score: z.object({ value: z.number() }) })).readonly(),
});
/** One line of `answers.jsonl`: one problem under one policy at one dial. */
const answerSchema = z.object({
  policy: z.string(), dial: z.number().nullable(), problem: z.string(),
  /** The data set's name in the report; absent in older files of a single one. */
  dataset: z.string().optional(),
  /** What the answer is worth, 0 to 1: F1 where the data set is graded so. */
  right: z.number().min(0).max(1),
  /** How the oracle came to it. */
  oracle: z.object({ branches: z.number().int(), end: z.enum(['found', 'none', 'budget']) }).optional(),
  /** Asked steps that the expert did not bring; the local model wrote them. */
  noSteps: z.number().int().optional(),
  steps: z.number(), expertSteps: z.number(), scoringMs: z.number(),
  /** What of the scoring is in `modelMs` as well; absent in older files, which then count it twice. */
  checksMs: z.number().optional(),
  flops: z.number().nullable(), usd: z.number().nullable(), modelMs: z.number(), expertCalls: z.number(), localTokens: z.number(), expertTokens: z.number(),
  view: z.object({ question: z.string(), local: modelCardSchema.nullable(), expert: modelCardSchema.nullable(), answer: z.string().nullable(), steps: z.array(loggedStepSchema).readonly() }),
});
export type LoggedAnswer = Readonly<z.infer<typeof answerSchema>>;
export type LoggedStep = LoggedAnswer['view']['steps'][number];

/** The answers of an evaluation, of those problems that were answered at every point: pairs stay pairs. */
export function readAnswers(file: string): readonly LoggedAnswer[] {
  if (!fs.existsSync(file)) throw new TandemError('notFound', `There is no ${path.basename(file)} in ${path.dirname(file)}. Nothing was changed; name the folder that "evaluate" wrote to.`);
  const answers: LoggedAnswer[] = [];
  for (const { text } of linesOf(file)) if (text !== '') answers.push(answerSchema.parse(JSON.parse(text)));
  const points = new Set(answers.map(pointOf)).size;
  const counts = new Map<string, number>();
  for (const { problem } of answers) counts.set(problem, (counts.get(problem) ?? 0) + 1);
  return answers.filter(({ problem }) => counts.get(problem) === points);
}

export function pointOf({ policy, dial }: Pick<LoggedAnswer, 'policy' | 'dial'>): string {
  return dial === null ? policy : `${policy}@${dial}`;
}
