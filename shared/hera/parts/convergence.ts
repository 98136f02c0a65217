import type { AcceptedStep } from '../../agent/model.ts';
import { predictExpert, type Predicting } from './expertPredictor.ts';
import type { Ahead } from './localWayThere.ts';
import type { State } from './state.ts';
import { predictedSimilarity } from './subtaskSimilarity.ts';
import { horizon } from './difficultyPredictor.ts';

/**
 * CD (HERA, section 3.3.3): both go on in thought, the local model for itself and the expert as predicted; the latest
 * place where they are alike is where they meet, and everything up to it may stay here.
 * Departure: the paper gives no horizon; three paired subtasks are what a laptop can pay.
 */
export async function convergence(
  state: State, own: string, predicted: string,
  probe: Predicting & { continueFrom(steps: readonly AcceptedStep[], count: number): Promise<readonly string[]> },
): Promise<readonly Ahead[]> {
  const local = await probe.continueFrom([...state.steps, { by: 'local', text: own }], horizon);
  const met: Ahead[] = [];
  let steps: readonly AcceptedStep[] = [...state.steps, { by: 'expert', text: predicted }];
  for (const [i, text] of local.entries()) {
    const next = await predictExpert({ question: state.question, steps, position: state.position + i + 1 }, probe);
    if (next === null || next === '') break;
    met.push({ ahead: i + 1, text, similar: await predictedSimilarity(text, next, probe.embed) });
    steps = [...steps, { by: 'expert', text: next }];
  }
  return met;
}
