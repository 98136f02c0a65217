import { z } from 'zod';
import { tokenStatSchema, toolCallSchema, writerSchema } from '../agent/model.ts';

/** One subtask in a profiling tree, and the edge to it: who wrote it after the path above. */
export const treeNodeSchema = z.object({
  /** The writers from the root to here, for example "LEL": a node's place and its name. */
  path: z.string().regex(/^[LE]+$/),
  by: writerSchema,
  text: z.string(),
  reason: z.enum(['step', 'answer', 'length', 'repetition', 'stop']),
  /** Of a local node: what the gate's features are computed from. */
  tokens: z.array(tokenStatSchema).readonly(),
  tools: z.array(toolCallSchema).readonly(),
  /** Probability that this node was expanded to under the seeded sampling; 1 down to the full depth. */
  propensity: z.number().positive().max(1),
  /** Where the answer ends or the depth is reached: whether the final answer is right, 0 to 1 where the score is graded. */
  right: z.number().min(0).max(1).nullable(),
  answer: z.string().nullable(),
});
export type TreeNode = Readonly<z.infer<typeof treeNodeSchema>>;

/** HERA's offline profile of one request (section 3.2): a binary tree of who writes each subtask. */
export const profileTreeSchema = z.object({
  problem: z.string(),
  data: z.string(),
  question: z.string(),
  /** In order of writing: parents before children. */
  nodes: z.array(treeNodeSchema).readonly(),
  /** Answered by one writer alone. */
  allLocal: z.object({ answer: z.string(), right: z.number().min(0).max(1), steps: z.number().int() }),
  allExpert: z.object({ answer: z.string(), right: z.number().min(0).max(1), steps: z.number().int() }),
  /** With which limits and seed it was grown; absent in older trees. */
  grown: z.object({ fullDepth: z.number(), maxDepth: z.number(), sampledPaths: z.number(), maxSteps: z.number(), maxTokensPerStep: z.number(), seed: z.number().exactOptional() }).exactOptional(),
});
export type ProfileTree = Readonly<z.infer<typeof profileTreeSchema>>;

export const letterOf = (by: 'local' | 'expert'): 'L' | 'E' => (by === 'local' ? 'L' : 'E');

/** The subtasks from the root to the node, itself not included. */
export function stepsAbove(tree: Pick<ProfileTree, 'nodes'>, path: string): readonly TreeNode[] {
  const byPath = new Map(tree.nodes.map((node) => [node.path, node]));
  return Array.from({ length: Math.max(0, path.length - 1) }, (_, i) => byPath.get(path.slice(0, i + 1))).filter((node) => node !== undefined);
}
