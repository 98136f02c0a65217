import type { PartAccuracy, PartId } from '../../../shared/hera/heraFile.ts';

/** What a part asks, for someone who never read the paper; `name` is the paper's. */
export const partQuestions: Readonly<Record<PartId, { readonly question: string; readonly name: string }>> = {
  urc: { question: 'Would both models answer the whole question alike?', name: 'request classifier' },
  sse: { question: 'Would the expert write the same here?', name: 'likeness of subtasks' },
  sle: { question: 'If not, does this device get there by itself in a few steps?', name: 'steps until like' },
  cd: { question: 'Where do the two meet at the latest?', name: 'convergence' },
  sd: { question: 'Taken apart, is each piece alike?', name: 'decomposition' },
};

/** What was measured, part by part. */
export const accuracyQuestions: Readonly<Record<PartAccuracy['part'], string>> = {
  urc: 'whether both answer a question alike',
  likeness: 'whether the expert would write the same, told from this model’s own doubt',
  spLlm: 'what the expert would write next',
  dp: 'after how many steps the two meet',
};
