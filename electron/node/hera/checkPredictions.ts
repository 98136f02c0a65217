import type { LocalModel } from '../../../shared/agent/model.ts';
import type { Embedder } from '../../../shared/hera/embedder.ts';
import type { LabelledState, TreeLabels } from '../../../shared/hera/fit/labels.ts';
import type { CheckedPrediction } from '../../../shared/hera/fit/partAccuracies.ts';
import { neighbours } from '../../../shared/hera/parts/neighbours.ts';
import { predictExpert } from '../../../shared/hera/parts/expertPredictor.ts';
import { predictedSimilarity } from '../../../shared/hera/parts/subtaskSimilarity.ts';
import { groupedFolds } from '../../../shared/learn/resample.ts';
import { seededRandom } from '../../../shared/switching/random.ts';

export interface CheckSetup {
  readonly local: Pick<LocalModel, 'complete'>;
  readonly embedder: Embedder;
  /** States at most; they are drawn request by request. */
  readonly most: number;
  readonly seed: number;
  readonly atOnce: number;
  readonly now: () => number;
  readonly onChecked: (checked: number, of: number) => void;
}

/** SP_llm on states of the trees, each predicted without its own request's transitions: what the expert really wrote is known. */
export async function checkPredictions(trees: readonly TreeLabels[], { local, embedder, most, seed, atOnce, now, onChecked }: CheckSetup, signal: AbortSignal): Promise<readonly CheckedPrediction[]> {
  const states = drawn(trees.flatMap((tree) => tree.states), most, seed);
  const transitions = trees.flatMap((tree) => tree.transitions);
  const checked: CheckedPrediction[] = [];
  const queue = states.values();
  const work = async () => {
    for (const state of queue) {
      signal.throwIfAborted();
      const others = transitions.filter((transition) => transition.problem !== state.problem);
      const startedAt = now();
      const predicted = await predictExpert({ question: state.question, steps: state.above, position: state.position }, {
        find: (vector, k) => neighbours(others, vector, k).map(({ item }) => item), embed: (text) => embedder.embed(text), complete: (request) => local.complete(request, signal),
      });
      checked.push({ problem: state.problem, similar: await predictedSimilarity(predicted ?? '', state.expert.text, (text) => embedder.embed(text)), ms: now() - startedAt });
      onChecked(checked.length, states.length);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return checked;
}

function drawn(states: readonly LabelledState[], most: number, seed: number): readonly LabelledState[] {
  const order = groupedFolds(states.map((state) => state.problem), Math.max(1, new Set(states.map((state) => state.problem)).size), seededRandom(seed, 1));
  return states.toSorted((a, b) => (order.get(a.problem) ?? 0) - (order.get(b.problem) ?? 0)).slice(0, most);
}
