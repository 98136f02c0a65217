import type { StepContext } from '../../switching/policy.ts';

/** Where a run stands, as far as the predictions look: the question and the last subtask. */
export type State = Pick<StepContext, 'question' | 'steps' | 'position'>;

/** What is embedded to find states like this one. */
export function stateText({ question, steps }: Pick<State, 'question' | 'steps'>): string {
  return `${question}\n${steps.at(-1)?.text ?? ''}`;
}
