import { z } from 'zod';
import { linearHeadSchema } from '../gate/head.ts';
import { fitGate, probabilityWrong } from '../gate/fitHead.ts';
import { questionFeatureIds, questionFeatures } from './questionFeatures.ts';

/** How two models did on one question, each alone: 0 to 1. */
export interface RequestOutcome { readonly problem: string; readonly question: string; readonly local: number; readonly expert: number }

export const requestHeadSchema = z.object({
  version: z.literal(1), head: linearHeadSchema,
  /** Where it comes from. */
  provenance: z.object({ data: z.string(), questions: z.number().int(), expertBetter: z.number().int(), lambda: z.number(), seed: z.number().int(), command: z.string() }),
});
/** Decides once for a whole question, from the question alone. */
export type RequestHead = Readonly<z.infer<typeof requestHeadSchema>>;

/**
 * P(the expert does better on this question than the local model). HybridLLM (arXiv 2404.14618, section 3) labels a
 * query by whether the small model's answer is as good as the large one's; so a question that both get wrong is kept here.
 */
export function fitRequestHead(outcomes: readonly RequestOutcome[], about: Pick<RequestHead['provenance'], 'data' | 'seed' | 'command'>, random: () => number): RequestHead {
  const rows = outcomes.map(({ problem, question, local, expert }) => ({ problem, values: questionFeatures(question), wrong: expert > local ? 1 as const : 0 as const }));
  const { lambda, ...head } = fitGate(rows, questionFeatureIds, random);
  return { version: 1, head, provenance: { ...about, lambda, questions: rows.length, expertBetter: rows.filter((row) => row.wrong === 1).length } };
}

export function expertBetter({ head }: RequestHead, question: string): number {
  return probabilityWrong(head, questionFeatures(question));
}
