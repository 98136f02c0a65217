import { createHash } from 'node:crypto';
import type { ProfileTree } from '../../../shared/hera/tree.ts';

/**
 * The problems, each under a name that stands for its question alone: many are only the number of a row, which other
 * files have as well. One whose name a tree of another question holds takes its question's hash into it, the same on
 * every run. Folds, pictures and switches go by these names.
 */
export function withOwnNames<P extends { readonly id: string; readonly question: string }>(problems: readonly P[], trees: readonly Pick<ProfileTree, 'problem' | 'question'>[]): readonly P[] {
  const asked = new Map<string, Set<string>>();
  const take = (name: string, question: string) => { asked.set(name, (asked.get(name) ?? new Set()).add(question)); };
  for (const tree of trees) take(tree.problem, tree.question);
  return problems.map((problem) => {
    const own = `${problem.id} #${createHash('sha256').update(problem.question).digest('hex').slice(0, 8)}`;
    // Its tree may lie under either: the name that was taken then may be free now, where that tree was damaged since.
    const id = [problem.id, own].find((name) => asked.get(name)?.has(problem.question)) ?? (asked.has(problem.id) ? own : problem.id);
    take(id, problem.question);
    return id === problem.id ? problem : { ...problem, id };
  });
}
