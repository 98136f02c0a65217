import type { TreeLimits } from './growTree.ts';

/** Steps that a piece of profiling can cost: of each model, and of both together, which is less than the two sums. */
export interface MostCalls { readonly local: number; readonly expert: number; readonly together: number }

/**
 * Upper bound of the steps that the tree of one request costs: never passed, however long the answers are. Sampled paths
 * draw their writer, so that one side may get all of them; together both get them once.
 */
export function mostCalls({ fullDepth, maxDepth, sampledPaths, maxSteps }: TreeLimits): MostCalls {
  const full = 2 ** fullDepth - 1;
  const paths = Math.min(sampledPaths, 2 ** fullDepth);
  // A path that is cut at the depth limit is finished by its last writer. Without sampled depth, that is every path, half of them on each side.
  const isAllFull = maxDepth === fullDepth;
  const beyond = isAllFull ? 2 ** fullDepth * Math.max(0, maxSteps - maxDepth) : paths * (Math.max(maxSteps, maxDepth) - fullDepth);
  // The beginning of each model's own answer is in the tree.
  const alone = Math.max(0, maxSteps - fullDepth);
  const side = full + (isAllFull ? beyond / 2 : beyond) + alone;
  return { local: side, expert: side, together: 2 * (full + alone) + beyond };
}

/**
 * The same for leaving each step of both answers to the other in turn: as many other steps as an answer has, and the
 * rest of the answer behind each. @param isTreeHere the answers themselves were written before, with the tree
 */
export function mostSwitchCalls({ maxSteps }: Pick<TreeLimits, 'maxSteps'>, isTreeHere: boolean): MostCalls {
  const side = (maxSteps * (maxSteps + 1)) / 2 + (isTreeHere ? 0 : maxSteps);
  return { local: side, expert: side, together: 2 * side };
}

export function plus(a: MostCalls, b: MostCalls): MostCalls {
  return { local: a.local + b.local, expert: a.expert + b.expert, together: a.together + b.together };
}

export function times(count: number, { local, expert, together }: MostCalls): MostCalls {
  return { local: count * local, expert: count * expert, together: count * together };
}
