import type { TextRequest } from '../../agent/model.ts';
import type { State } from './state.ts';
import { predictedSimilarity } from './subtaskSimilarity.ts';

/** Smaller steps at most that a subtask is taken apart into. */
const most = 4;

/**
 * SD (HERA, section 3.3.4): the subtask is taken apart; it stays here only if all its parts are alike.
 * Departure: the paper trains a decomposer; here the local model is asked to take apart its own subtask and the
 * predicted one of the expert, and the parts are compared in pairs.
 * @returns the least similarity of a pair; null where the two do not come apart into as many parts, at least two
 */
export async function decomposedSimilarity(
  state: State, own: string, predicted: string,
  probe: { complete(request: TextRequest): Promise<string>; embed(text: string): Promise<Float32Array> },
): Promise<number | null> {
  const [mine, theirs] = [await decompose(state, own, probe.complete), await decompose(state, predicted, probe.complete)];
  if (mine.length < 2 || mine.length !== theirs.length) return null;
  let least = 1;
  for (const [i, part] of mine.entries()) least = Math.min(least, await predictedSimilarity(part, theirs[i] ?? '', probe.embed));
  return least;
}

async function decompose(state: State, step: string, complete: (request: TextRequest) => Promise<string>): Promise<readonly string[]> {
  const text = await complete({
    system: `You take one step of a solution apart into two to ${most} smaller steps. Write each on a line of its own, with its calculation.`,
    turns: [{ role: 'user', text: `Problem: ${state.question}\nStep to take apart: ${step.replace(/\s*\n\s*/g, '; ')}` }],
    prefix: '1. ', stopSequences: [`${most + 1}.`, '\n\n'], maxTokens: 120,
  });
  return `1. ${text}`.split('\n').map((line) => line.replace(/^\s*(?:\d+[.)]|[-*])\s*/, '').trim()).filter((line) => line !== '').slice(0, most);
}
