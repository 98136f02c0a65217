import { domainOf } from '../../learn/domain.ts';
import { seededRandom } from '../../switching/random.ts';
import { alwaysOnIds } from '../../switching/gate/crossFit.ts';
import type { Gate } from '../../switching/gate/gateFile.ts';
import type { Embedder } from '../embedder.ts';
import { gainsOf } from '../figures/treeValues.ts';
import type { HeraFile, PartAccuracy } from '../heraFile.ts';
import { paperThreshold } from '../similarity.ts';
import type { ProfileTree } from '../tree.ts';
import { chooseAlpha, chooseAuto, pWrongBy, type ScoredFork } from './chooseAuto.ts';
import { crossFittedYes, fitHeads, likenessRows, toStoredHeads } from './heads.ts';
import { labelsOf, type TreeLabels } from './labels.ts';
import { partAccuracies, type CheckedPrediction } from './partAccuracies.ts';

export interface FitOptions {
  readonly provenance: Omit<HeraFile['provenance'], 'requests' | 'subtasks' | 'embedder'>;
  readonly embedder: Pick<Embedder, 'id'>;
  readonly gate: Gate | null;
  /** SP_llm measured on the profiled states; empty: not measured, and then the paper's prediction is not preferred. */
  readonly predictions: readonly CheckedPrediction[];
  /** Similarity from which two subtasks count as alike. */
  readonly threshold?: number;
}

/** The labels of all trees, in their order: most of a fit's time goes into the vectors. */
export async function labelled(trees: readonly ProfileTree[], embedder: Embedder, threshold: number = paperThreshold): Promise<readonly LabelledTree[]> {
  const all: LabelledTree[] = [];
  for (const tree of trees) all.push({ ...await labelsOf(tree, embedder, threshold), question: tree.question });
  return all;
}

export type LabelledTree = TreeLabels & { readonly question: string };

/** Fits everything that HERA decides with from the trees of one pair of models and their labels (HERA, sections 3.2 and 3.3). */
export function fitHera(trees: readonly ProfileTree[], labels: readonly LabelledTree[], { provenance, embedder, gate, predictions, threshold = paperThreshold }: FitOptions): HeraFile {
  // Each with its own: how one is measured must not move the draws that another is fitted by.
  const randomOf = (what: number) => seededRandom(provenance.seed, what);
  const forks = scoredForks(trees, labels, gate, threshold, randomOf(0));
  const alpha = chooseAlpha(forks, randomOf(0xa1));
  const accuracies = partAccuracies(labels, predictions, threshold, randomOf(0xac));
  const states = labels.flatMap((tree) => tree.states);
  const heads = toStoredHeads(fitHeads(labels, threshold, randomOf(0x4e)));
  const known = labels.map((tree) => tree.request);
  const domain = domainOf(embedder.id, known.map(({ vector }) => vector));
  const byLikeness = heads.likeness !== null && !paysPrediction(accuracies);
  return {
    version: 1,
    provenance: { ...provenance, requests: trees.length, subtasks: trees.reduce((sum, tree) => sum + tree.nodes.length, 0), embedder: embedder.id },
    ...(domain ? { domain } : {}), ...heads, known, transitions: labels.flatMap((tree) => tree.transitions),
    alpha, sseBy: byLikeness ? 'likeness' : 'prediction', partsOn: heads.urc !== null && isBetterThanMajority(accuracies, 'urc') ? ['urc', 'sse'] : ['sse'],
    accuracies, auto: states.length === 0 ? { choice: 'adaswitch', areas: {}, forks: 0 } : chooseAuto(forks, alpha),
  };
}

/** The forks with both sides' outcomes known, scored by heads that never saw their request. */
export function scoredForks(trees: readonly ProfileTree[], labels: readonly LabelledTree[], gate: Gate | null, threshold: number, random: () => number): readonly ScoredFork[] {
  const states = labels.flatMap((tree) => tree.states);
  const alike = crossFittedYes(likenessRows(states, threshold), alwaysOnIds, random);
  const gainOf = gainsOf(trees);
  return states.flatMap((state, i): ScoredFork[] => {
    const [p, gain] = [alike[i], gainOf(state)];
    return p === null || p === undefined || gain === undefined ? [] : [{ problem: state.problem, alike: p, pWrong: pWrongBy(gate, state.values), position: state.position, gain }];
  });
}

/** The paper's prediction costs a completion for each subtask: it has to be right more often than our head, beyond the interval. */
function paysPrediction(accuracies: readonly PartAccuracy[]): boolean {
  const [prediction, head] = [accuracies.find(({ part }) => part === 'spLlm'), accuracies.find(({ part }) => part === 'likeness')];
  return prediction !== undefined && head !== undefined && prediction.low > head.right / head.of;
}

/** Beyond the interval: one lucky request more than the base rate switches nothing on. */
export function isBetterThanMajority(accuracies: readonly Pick<PartAccuracy, 'part' | 'low' | 'majority'>[], part: PartAccuracy['part']): boolean {
  const found = accuracies.find((one) => one.part === part);
  return found !== undefined && found.low > found.majority;
}
