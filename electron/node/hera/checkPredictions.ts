import type { LocalModel } from '../../../shared/agent/model.ts';
import type { Embedder } from '../../../shared/hera/embedder.ts';
import type { TreeLabels } from '../../../shared/hera/fit/labels.ts';
import type { CheckedPrediction } from '../../../shared/hera/fit/partAccuracies.ts';
import type { Transition } from '../../../shared/hera/heraFile.ts';
import { neighbours } from '../../../shared/hera/parts/neighbours.ts';
import { predictExpert } from '../../../shared/hera/parts/expertPredictor.ts';
import { predictedSimilarity } from '../../../shared/hera/parts/subtaskSimilarity.ts';
import { seededRandom } from '../../../shared/switching/random.ts';

export interface CheckSetup {
  /** The predicting model; it tells what each call took when it was made, which a cache would hide. */
  readonly local: (onCall: (ms: number) => void) => Pick<LocalModel, 'complete'>;
  readonly embedder: Embedder;
  /** What the prediction may look at; a state's own request is left out. */
  readonly transitions: readonly Transition[];
  /** States at most, one of each request in turn: many requests say more than many states of a few. */
  readonly most: number;
  readonly seed: number;
  readonly atOnce: number;
  readonly onChecked: (checked: number, of: number) => void;
}

/** SP_llm on states of the trees: what the expert really wrote there is known. */
export async function checkPredictions(trees: readonly TreeLabels[], { local, embedder, transitions, most, seed, atOnce, onChecked }: CheckSetup, signal: AbortSignal): Promise<readonly CheckedPrediction[]> {
  const states = drawn(trees.flatMap((tree) => tree.states), most, seed);
  const checked: CheckedPrediction[] = [];
  const queue = states.values();
  const work = async () => {
    for (const state of queue) {
      signal.throwIfAborted();
      const others = transitions.filter((transition) => transition.problem !== state.problem);
      let ms = 0;
      const { complete } = local((one) => { ms += one; });
      const predicted = await predictExpert({ question: state.question, steps: state.above, position: state.position }, {
        find: (vector, k) => neighbours(others, vector, k).map(({ item }) => item), embed: (text) => embedder.embed(text), complete: (request) => complete(request, signal),
      });
      checked.push({ problem: state.problem, similar: await predictedSimilarity(predicted ?? '', state.expert.text, (text) => embedder.embed(text)), ms });
      onChecked(checked.length, states.length);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return checked;
}

/** Seeded: one state of each request, then a second of each, and so on. */
export function drawn<S extends { readonly problem: string }>(states: readonly S[], most: number, seed: number): readonly S[] {
  const random = seededRandom(seed, 1);
  const keyed = states.map((state) => ({ state, at: random() })).toSorted((a, b) => a.at - b.at);
  const rounds = [...Map.groupBy(keyed, ({ state }) => state.problem).values()].flatMap((own) => own.map((one, round) => ({ ...one, round })));
  return rounds.toSorted((a, b) => a.round - b.round || a.at - b.at).slice(0, most).map(({ state }) => state);
}
