import type { FeatureValues } from '../../switching/features/index.ts';
import type { Embedder } from '../embedder.ts';
import { toStored, type KnownRequest, type Transition } from '../heraFile.ts';
import { horizon } from '../parts/difficultyPredictor.ts';
import { stateText } from '../parts/state.ts';
import { likenessValues } from '../parts/subtaskSimilarity.ts';
import { paperThreshold, similarity } from '../similarity.ts';
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
  /** The local way was followed to the horizon or to its end: where it never was alike, it never meets. */
  readonly isWhole: boolean;
  readonly values: FeatureValues;
  /** Inverse of the probability with which the place was sampled, at most 8. */
  readonly weight: number;
}

/** The labels of one tree (HERA, section 3.2), its transitions, and whether both models alone answered alike. */
export interface TreeLabels { readonly states: readonly LabelledState[]; readonly transitions: readonly Transition[]; readonly request: KnownRequest }

const heaviest = 8;

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
    const ahead: number[] = [];
    let node: TreeNode | undefined = local;
    for (let k = 0; k <= horizon && node; k += 1, node = byPath.get(`${path}${'L'.repeat(k + 1)}`)) ahead.push(await alike(node.text, expert.text));
    const end = byPath.get(path + 'L'.repeat(ahead.length));
    states.push({
      problem: tree.problem, path, position: path.length, question: tree.question, above, local, expert, ahead,
      isWhole: ahead.length > horizon || end?.reason === 'answer' || end?.reason === 'stop',
      values: likenessValues({ question: tree.question, steps: above, position: path.length }, local), weight: Math.min(heaviest, 1 / local.propensity),
    });
  }
  const answers = await alike(tree.allLocal.answer, tree.allExpert.answer);
  return { states, transitions, request: { problem: tree.problem, vector: toStored(await embedder.embed(tree.question)), similar: answers >= threshold ? 1 : 0 } };
}

/** After how many more local subtasks the two are alike; null: never; undefined: the tree ends before it can be known. */
export function distanceOf({ ahead, isWhole }: Pick<LabelledState, 'ahead' | 'isWhole'>, threshold: number = paperThreshold): number | null | undefined {
  const first = ahead.findIndex((similar) => similar >= threshold);
  return first >= 0 ? first : isWhole ? null : undefined;
}
