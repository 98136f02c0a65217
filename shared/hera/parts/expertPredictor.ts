import type { TextRequest } from '../../agent/model.ts';
import type { HeraFile, Transition } from '../heraFile.ts';
import { neighbours } from './neighbours.ts';
import { stateText, type State } from './state.ts';

/** Logged transitions shown to the local model. */
const shown = 3;

/** Nearest transitions of a state, from the profile and from use; waited for where those of use are to be opened first. */
export type FindTransitions = (vector: Float32Array, k: number) => readonly Transition[] | Promise<readonly Transition[]>;

export const transitionsOf = (file: Pick<HeraFile, 'transitions'>): FindTransitions => (vector, k) => neighbours(file.transitions, vector, k).map(({ item }) => item);

export interface Predicting {
  readonly find: FindTransitions;
  embed(text: string): Promise<Float32Array>;
  complete(request: TextRequest): Promise<string>;
}

/**
 * SP_llm (HERA, section 3.3.2): what the expert would write next, predicted without asking it. The three logged
 * transitions whose states are nearest are shown to the local model, which writes the fourth.
 * Departure: the paper trains a predictor; here the local model predicts from examples, since nothing is trained.
 * @returns null where no transition is known: what it would write then is the local model's own, and no prediction
 */
export async function predictExpert(state: State, { find, embed, complete }: Predicting): Promise<string | null> {
  const near = (await find(await embed(stateText(state)), shown)).toReversed();
  if (near.length === 0) return null;
  const text = await complete({
    system: 'You see how an expert goes on with solutions, one short step at a time. Write only the expert\'s next step.',
    turns: [
      ...near.flatMap(({ question, last, next }) => [{ role: 'user' as const, text: asked(question, last === '' ? [] : [last]) }, { role: 'assistant' as const, text: oneLine(next) }]),
      { role: 'user', text: asked(state.question, state.steps.map((step) => step.text)) },
    ],
    prefix: '', stopSequences: ['\n'], maxTokens: 80,
  });
  return text.trim();
}

function asked(question: string, steps: readonly string[]): string {
  const so = steps.length === 0 ? 'Nothing is written yet.' : `Written so far:\n${steps.map(oneLine).join('\n')}`;
  return `Problem: ${question}\n${so}\nThe expert's next step?`;
}

const oneLine = (text: string) => text.replace(/\s*\n\s*/g, '; ');
