import type { AcceptedStep, Correction, Paragraph, StepRequest, Turn } from '../model.ts';
import type { Prompt, PromptProfile } from './profile.ts';
import { replySystem } from './profiles.ts';

/** "Step 3:" for position 2. */
export function stepLabel(profile: PromptProfile, position: number): string {
  return profile.stepLabel.replace('{k}', String(position + 1));
}

/** Accepted steps as the model would have written them: one labelled line each. */
export function renderSteps(profile: PromptProfile, steps: readonly Pick<AcceptedStep, 'text'>[]): string {
  return steps.map((step, position) => `${stepLabel(profile, position)} ${step.text}\n`).join('');
}

/**
 * The prompt for the next step. The next label is left to the model, so that it may also write the answer line;
 * everything before the last line is the same for every step of a run, which is what makes prefix reuse possible.
 */
export function renderPrompt(profile: PromptProfile, request: StepRequest): Prompt {
  if (request.shape === 'reply') {
    return {
      system: replySystem,
      turns: [...request.history, { role: 'user', text: withDocuments(request.question, request.documents) }],
      prefix: request.steps.map((step) => step.text).join('\n'),
    };
  }
  const examples = profile.examples.flatMap((example): Turn[] => [
    { role: 'user', text: example.question },
    { role: 'assistant', text: `${renderSteps(profile, example.steps.map((text) => ({ text })))}${profile.answerLabel} ${example.answer}` },
  ]);
  return {
    system: request.documents.length > 0 && request.tools.includes('lookup') ? `${profile.system} ${lookupRule}` : profile.system,
    turns: [...examples, ...request.history, ...correctionTurns(profile, request.corrections ?? []), { role: 'user', text: withDocuments(request.question, request.documents, request.tools.includes('lookup')) }],
    prefix: renderSteps(profile, request.steps),
  };
}

/**
 * Corrected mistakes as worked examples in the profile's own form. The wrong step is named in the user's turn, never
 * in the assistant's: a small model repeats what it has seen itself write. They stand between the history and the
 * question, so the system prompt, the profile's examples and the history keep their cached prefix; a question costs
 * the evaluation of its own corrections once, and all its steps share them.
 */
function correctionTurns(profile: PromptProfile, corrections: readonly Correction[]): readonly Turn[] {
  return corrections.flatMap(({ question, wrong, why, steps, answer }): Turn[] => [
    { role: 'user', text: `${question}\n\n(A mistake made here before: "${wrong}" ${why} Do it right this time.)` },
    { role: 'assistant', text: `${renderSteps(profile, steps.map((text) => ({ text })))}${profile.answerLabel} ${answer}` },
  ]);
}

/** How a step asks for a passage instead of calculating. */
export const lookupRule =
  'The question comes with paragraphs of which you see only the titles. To read, write a step "Lookup: " and what you want to know; the best passage is put behind it. Use what was found.';

function withDocuments(question: string, documents: readonly Paragraph[], titlesOnly = false): string {
  if (documents.length === 0) return question;
  const shown = titlesOnly
    ? `Paragraphs: ${documents.map((paragraph) => paragraph.title).join('; ')}`
    : documents.map((paragraph) => `${paragraph.title}\n${paragraph.text}`).join('\n\n');
  return `${shown}\n\n${question}`;
}
