import type { FeatureValues } from '../../switching/features/index.ts';
import type { Embedder } from '../embedder.ts';
import { toStored, type KnownRequest, type Transition } from '../heraFile.ts';
import { horizon } from '../parts/difficultyPredictor.ts';
import { stateText } from '../parts/state.ts';
import { likenessValues } from '../parts/subtaskSimilarity.ts';
import { cosine, paperThreshold, similarity } from '../similarity.ts';
import { stepsAbove, type ProfileTree, type TreeNode } from '../tree.ts';

/** A place of a tree at which both models wrote the next subtask: what the parts learn from. */
export interface LabelledState {
  readonly problem: string;
  readonly path: string;
  readonly position: number;
  readonly question: string;
  readonly above: readonly TreeNode[];
  readonly local: TreeNode;
  readonly expert: TreeNode;
  /** Similarity of the local subtask k further on to the expert's next one, for k = 0, 1, …; as far as the tree was grown. */
  readonly ahead: readonly number[];
  /** Of the two next subtasks, as the paper compares them: without their numbers and names. */
  readonly cosine: number;
  /** With which probability each of `ahead` was grown. */
  readonly drawn: readonly number[];
  /** The local way was followed to the horizon or to its end: where it never was alike, it never meets. */
  readonly isWhole: boolean;
  readonly values: FeatureValues;
}

/** The labels of one tree (HERA, section 3.2), its transitions, and whether both models alone answered alike. */
export interface TreeLabels { readonly states: readonly LabelledState[]; readonly transitions: readonly Transition[]; readonly request: KnownRequest }

/** @param threshold similarity from which two subtasks count as alike */
export async function labelsOf(tree: ProfileTree, embedder: Embedder, threshold: number = paperThreshold): Promise<TreeLabels> {
  const byPath = new Map(tree.nodes.map((node) => [node.path, node]));
  const alike = async (a: string, b: string) => similarity({ text: a, vector: await embedder.embed(a) }, { text: b, vector: await embedder.embed(b) });
  const states: LabelledState[] = [];
  const transitions: Transition[] = [];
  for (const expert of tree.nodes.filter((node) => node.by === 'expert')) {
    const path = expert.path.slice(0, -1);
    const above = stepsAbove(tree, expert.path);
    const last = above.at(-1)?.text ?? '';
    transitions.push({
      question: tree.question, last, next: expert.text, position: path.length, problem: tree.problem,
      vector: toStored(await embedder.embed(stateText({ question: tree.question, steps: last === '' ? [] : [{ by: 'expert', text: last }] }))),
    });
    const local = byPath.get(`${path}L`);
    if (!local) continue;
    const way: TreeNode[] = [];
    for (let node: TreeNode | undefined = local; node && way.length <= horizon; node = byPath.get(`${path}${'L'.repeat(way.length + 1)}`)) way.push(node);
    const ahead: number[] = [];
    for (const { text } of way) ahead.push(await alike(text, expert.text));
    states.push({
      problem: tree.problem, path, position: path.length, question: tree.question, above, local, expert, ahead, cosine: cosine(await embedder.embed(local.text), await embedder.embed(expert.text)), drawn: way.map((node) => node.propensity),
      isWhole: way.length > horizon || isEnd(way.at(-1), way.at(-2) ?? above.at(-1)), values: likenessValues({ question: tree.question, steps: above, position: path.length }, local),
    });
  }
  const answers = await alike(tree.allLocal.answer, tree.allExpert.answer);
  return { states, transitions, request: { problem: tree.problem, vector: toStored(await embedder.embed(tree.question)), similar: answers >= threshold ? 1 : 0 } };
}

/** Nobody writes on behind an answer, or where a step only repeats the one before. */
const isEnd = (node: TreeNode | undefined, before: TreeNode | undefined) => node?.reason === 'answer' || node?.reason === 'stop' || (node !== undefined && node.text === before?.text);

/** After how many more local subtasks the two are alike; null: never; undefined: the tree ends before it can be known. */
export function distanceOf({ ahead, isWhole }: Pick<LabelledState, 'ahead' | 'isWhole'>, threshold: number = paperThreshold): number | null | undefined {
  const first = ahead.findIndex((similar) => similar >= threshold);
  return first >= 0 ? first : isWhole ? null : undefined;
}

/**
 * Inverse of the probability with which the tree came to tell whether the distance is at most `k`: where the two met, or
 * where the local way was followed to (Horvitz and Thompson 1952). Without it those that meet at once, of which nothing
 * more had to be grown, would be too many.
 * @param most of a fit: one rare way must not outweigh all others
 */
export function weightOf({ ahead, drawn }: Pick<LabelledState, 'ahead' | 'drawn'>, k: number = horizon, threshold: number = paperThreshold, most = Infinity): number {
  const met = ahead.findIndex((similar) => similar >= threshold);
  const told = Math.min(met >= 0 ? met : k, k, ahead.length - 1);
  return Math.min(most, 1 / (drawn[told] ?? 1));
}
