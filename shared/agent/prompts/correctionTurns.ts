import type { Correction, Turn } from '../model.ts';
import type { PromptProfile } from './profile.ts';
import { renderSteps } from './renderPrompt.ts';

/**
 * Corrected mistakes as worked examples in the profile's own form. The wrong step is named in the user's turn, never
 * in the assistant's: a small model repeats what it has seen itself write. They stand between the history and the
 * question, so the system prompt, the profile's examples and the history keep their cached prefix; a question costs
 * the evaluation of its own corrections once, and all its steps share them.
 */
export function correctionTurns(profile: PromptProfile, corrections: readonly Correction[]): readonly Turn[] {
  return corrections.flatMap(({ question, wrong, why, steps, answer }): Turn[] => [
    { role: 'user', text: `${question}\n\n(A mistake made here before: "${wrong}" ${why} Do it right this time.)` },
    { role: 'assistant', text: `${renderSteps(profile, steps.map((text) => ({ text })))}${profile.answerLabel} ${answer}` },
  ]);
}
