import type { Paragraph, StepRequest, Turn } from '../model.ts';
import type { PromptProfile } from './profile.ts';
import { replySystem } from './profiles.ts';
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

/** The one place where it is decided what an expert gets to read. */
export function renderExpertPrompt(profile: PromptProfile, request: StepRequest): ExpertPrompt {
  const history = request.history.map((turn): ExpertTurn => ({ role: turn.role, blocks: [{ text: turn.text, isStable: true }] }));
  const isReply = request.shape === 'reply';
  const question: PromptBlock = { text: withDocuments(request.question, request.documents), isStable: true };
  const rest = isReply ? continuation(request) : instruction(profile, request);
  return {
    system: isReply ? replySystem : systemFor(profile),
    turns: [...history, { role: 'user', blocks: rest === '' ? [question] : [question, { text: rest, isStable: false }] }],
    // The label of the step after the next: by then the one step is whole.
    stopSequences: !isReply && request.until === 'step' ? [`\n${stepLabel(profile, request.steps.length + 1)}`] : [],
  };
}

function systemFor(profile: PromptProfile): string {
  const label = profile.stepLabel.replace('{k}', 'k');
  return `You are an expert who takes over single steps of a solution that another, weaker assistant has begun. A solution is a list of short numbered steps, one per line, each beginning with "${label}" and holding at most one calculation, written like 3 * 4 = 12. It ends with a line "${profile.answerLabel}" and the final answer only. Check the steps so far; if one of them is wrong, correct it in the next step.`;
}

function instruction(profile: PromptProfile, request: StepRequest): string {
  const next = stepLabel(profile, request.steps.length);
  const soFar = request.steps.length === 0 ? 'There are no steps yet.' : `Steps so far:\n${renderSteps(profile, request.steps).trimEnd()}`;
  const task = request.until === 'finish'
    ? `Write all the steps that are left, beginning with "${next}", then the line "${profile.answerLabel}" with the final answer only.`
    : request.steps.length === 0
      ? `Write "${next}" and the first step, on one line. Write nothing after it.`
      : `Write the one line that comes next: "${next}" and the next step, or, if nothing is left to work out, "${profile.answerLabel}" and the final answer only. Write nothing after it.`;
  return `\n\n${soFar}\n\n${task}`;
}

function continuation(request: StepRequest): string {
  return request.steps.length === 0 ? '' : `\n\nYour reply so far:\n${request.steps.map((step) => step.text).join('\n')}\n\nGo on from there without repeating it.`;
}

/** The expert reads the paragraphs whole: it has no turn in which to look one up. */
function withDocuments(question: string, documents: readonly Paragraph[]): string {
  if (documents.length === 0) return question;
  return `${documents.map((paragraph) => `${paragraph.title}\n${paragraph.text}`).join('\n\n')}\n\n${question}`;
}
