/** Who wrote each step of one answer. */
export interface Assignment { readonly problem: string; readonly writers: readonly ('local' | 'expert')[] }
/** Of one problem: steps whose writer differs, and steps. */
export interface AssignmentCount { readonly wrong: number; readonly steps: number }

/**
 * Steps of a policy's answers whose writer is not the oracle's (HERA's paper, section 2.3: HybridLLM 35 to 38 %, random
 * 39 to 46 %). Problems without an oracle's assignment are left out. Two answers part where their writers first differ
 * and may have other lengths: steps are compared by position, and behind the oracle's last step nobody need be asked.
 */
export function wrongAssignments(runs: readonly Assignment[], oracle: ReadonlyMap<string, Assignment['writers']>): readonly AssignmentCount[] {
  return runs.flatMap(({ problem, writers }) => {
    const right = oracle.get(problem);
    if (!right) return [];
    return [{ wrong: writers.filter((by, position) => by !== (right[position] ?? 'local')).length, steps: writers.length }];
  });
}

export function wrongShare(counts: readonly AssignmentCount[]): number {
  const sum = (of: (count: AssignmentCount) => number) => counts.reduce((total, count) => total + of(count), 0);
  return sum(({ wrong }) => wrong) / Math.max(1, sum(({ steps }) => steps));
}
