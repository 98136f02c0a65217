import type { StepRequest } from '../model.ts';
import type { PromptProfile } from './profile.ts';
import { examplesOf, stable, withDocuments, type ExpertPrompt, type ExpertTurn } from './renderExpertPrompt.ts';
import { renderSteps, stepLabel } from './renderPrompt.ts';

/**
 * The same question to a server that goes on with a begun answer: the steps so far stand in the assistant's own turn.
 * Small models then keep to the form and to the thread; newer models at Claude refuse a begun turn, and other
 * servers may ignore it, so this is only used where it is known to work.
 */
export function renderContinuation(profile: PromptProfile, request: StepRequest): ExpertPrompt {
  const turns: ExpertTurn[] = [
    ...examplesOf(profile, profile.examples), ...request.history.map(stable),
    { role: 'user', blocks: [{ text: withDocuments(request.question, request.documents), isStable: true }] },
  ];
  const begun = renderSteps(profile, request.steps);
  return {
    system: profile.system,
    turns: begun === '' ? turns : [...turns, { role: 'assistant', blocks: [{ text: begun, isStable: false }] }],
    stopSequences: request.until === 'step' ? [`\n${stepLabel(profile, request.steps.length + 1)}`] : [],
  };
}
