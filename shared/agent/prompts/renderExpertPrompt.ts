import type { Paragraph, StepRequest, Turn } from '../model.ts';
import type { PromptProfile, WorkedExample } from './profile.ts';
import { profileById, replySystem } from './profiles.ts';
import { renderSteps, stepLabel } from './renderPrompt.ts';

/** A piece of a turn. Stable ones are the same for every step of a run, so what comes before their end can be cached. */
export interface PromptBlock { readonly text: string; readonly isStable: boolean }
export interface ExpertTurn { readonly role: Turn['role']; readonly blocks: readonly PromptBlock[] }

/** What the expert is asked. The last turn is always the user's: newer models refuse to go on with a turn of their own. */
export interface ExpertPrompt {
  readonly system: string;
  readonly turns: readonly ExpertTurn[];
  readonly stopSequences: readonly string[];
}

/** Added to the system prompt when values were replaced before sending. */
export const placeholderRule =
  'Some private values are replaced by placeholders in square brackets, such as [EMAIL_1]. Copy a placeholder exactly where its value belongs.';

/**
 * The one place where it is decided what an expert gets to read. Small experts on a server of one's own are the hard
 * case, and the words are chosen for them: of five measured ways to ask a 1.5B model to go on, on 16 beginnings of
 * solutions from GSM8K's training set, repeating the question behind the steps and offering the answer line first
 * recognised most solutions that were already complete (5 of 8, the others 0 to 3) and went on right as often as any (7 of 8).
 */
export function renderExpertPrompt(profile: PromptProfile, request: StepRequest): ExpertPrompt {
  const question: PromptBlock = { text: withDocuments(request.question, request.documents), isStable: true };
  if (request.shape === 'reply') return replyPrompt(request, question);
  const rest = continuation(profile, request);
  return {
    system: systemFor(profile),
    turns: [...examplesOf(profile, profileById('twoExamples').examples), ...request.history.map(stable), { role: 'user', blocks: rest === '' ? [question] : [question, { text: rest, isStable: false }] }],
    // The label of the step after the next: by then the one step is whole.
    stopSequences: request.until === 'step' ? [`\n${stepLabel(profile, request.steps.length + 1)}`] : [],
  };
}

function systemFor(profile: PromptProfile): string {
  const label = profile.stepLabel.replace('{k}', 'k');
  return `You solve problems in short numbered steps, one per line, each beginning with "${label}" and holding at most one calculation, written like 3 * 4 = 12. End with a line "${profile.answerLabel}" and the final answer only. You may be given the beginning of a solution that a weaker assistant wrote: go on from its last step. If one of its steps is wrong, correct that in your next step.`;
}

/** In the profile's labels, always the same two where the expert need not be of the local model's family. */
export function examplesOf(profile: PromptProfile, examples: readonly WorkedExample[]): readonly ExpertTurn[] {
  return examples.flatMap((example): ExpertTurn[] => [
    stable({ role: 'user', text: example.question }),
    stable({ role: 'assistant', text: `${renderSteps(profile, example.steps.map((text) => ({ text })))}${profile.answerLabel} ${example.answer}` }),
  ]);
}

function continuation(profile: PromptProfile, request: StepRequest): string {
  const next = stepLabel(profile, request.steps.length);
  if (request.steps.length === 0) return '';
  const task = request.until === 'finish'
    ? `Write the rest of the solution, from "${next}" on, up to the line "${profile.answerLabel}".`
    : `Write the next line of the solution: "${profile.answerLabel}" with the final answer if the steps already contain it, else "${next}".`;
  return `\n\nThe solution so far:\n${renderSteps(profile, request.steps)}\nThe question was: ${lastSentence(request.question)}\n${task}`;
}

/** Word problems ask in their last sentence. */
function lastSentence(question: string): string {
  return (question.trim().split(/(?<=[.!?])\s+/).at(-1) ?? '').slice(-500);
}

function replyPrompt(request: StepRequest, question: PromptBlock): ExpertPrompt {
  const rest = request.steps.length === 0 ? [] : [{ text: `\n\nYour reply so far:\n${request.steps.map((step) => step.text).join('\n')}\n\nGo on from there without repeating it.`, isStable: false }];
  return { system: replySystem, turns: [...request.history.map(stable), { role: 'user', blocks: [question, ...rest] }], stopSequences: [] };
}

export function stable(turn: Turn): ExpertTurn {
  return { role: turn.role, blocks: [{ text: turn.text, isStable: true }] };
}

/** The expert reads the paragraphs whole: it has no turn in which to look one up. */
export function withDocuments(question: string, documents: readonly Paragraph[]): string {
  if (documents.length === 0) return question;
  return `${documents.map((paragraph) => `${paragraph.title}\n${paragraph.text}`).join('\n\n')}\n\n${question}`;
}
