import type { AcceptedStep, Turn } from '../../../shared/agent/model.ts';
import type { KeptStep } from '../../../shared/agent/runTypes.ts';
import { profileById } from '../../../shared/agent/prompts/profiles.ts';
import { renderSteps } from '../../../shared/agent/prompts/renderPrompt.ts';
import { emptyRun, reduceRunAll } from '../../../shared/trace/reduceRun.ts';
import type { RunEvent } from '../../../shared/trace/events.ts';
import type { RunView } from '../../../shared/trace/view.ts';
import type { Store } from './store/openStore.ts';

/** A stored run as far as it is accepted; text that was only streamed is left out. */
function viewOf(store: Store, runId: string): RunView {
  return reduceRunAll(emptyRun, store.runs.eventsWithoutText(runId));
}

/** What a run has accepted, in order: from here it can go on. */
export function acceptedSteps(store: Store, runId: string): readonly AcceptedStep[] {
  const view = viewOf(store, runId);
  return view.steps.filter((step) => step.state === 'accepted').map(({ by, text }) => ({ by, text }));
}

/** The end of a run that has its answer but could not say so (killed, or out of disk, right then); null: the answer is still to come. */
export function untoldEnd(store: Store, runId: string): Extract<RunEvent, { type: 'runFinished' }> | null {
  const { steps, totals } = viewOf(store, runId);
  const last = steps.findLast((step) => step.state === 'accepted');
  return last?.kind === 'answer' || last?.kind === 'reply' ? { type: 'runFinished', answer: last.text, ms: totals.ms } : null;
}

/** Accepted steps before `step`, as another answer takes them over. */
export function keptSteps(store: Store, runId: string, step: number): readonly KeptStep[] {
  return viewOf(store, runId).steps.filter((one) => one.state === 'accepted' && one.index < step)
    .map(({ by, text, kind, model, where }) => ({ by, text, kind: kind ?? 'reasoning', model: model ?? '', where }));
}

/**
 * The chat so far as a model sees it. Answers are given back in the very form in which the model wrote them, so that
 * what it has already evaluated is found again. The oldest turns are left out, a good part at once, when the chat
 * outgrows `maxCharacters`: dropping one turn each time would make every question a fresh evaluation.
 */
export function chatHistory(store: Store, chatId: string, beforeRun: string, profileId: string, maxCharacters: number): readonly Turn[] {
  const turns: Turn[] = [];
  let question: string | null = null;
  for (const message of store.chats.messages(chatId)) {
    if (message.runId === beforeRun) break;
    if (message.role === 'user') {
      question = message.text;
    } else if (question !== null && message.runStatus === 'finished' && message.runId !== null) {
      const view = viewOf(store, message.runId);
      // A branch answers the same question anew: the latest answer is the one that holds.
      if (view.branch !== null && turns.at(-2)?.text === question) turns.splice(-2);
      turns.push({ role: 'user', text: question }, { role: 'assistant', text: answerAsWritten(view, profileId) });
    }
  }
  return fit(turns, maxCharacters);
}

function answerAsWritten(view: RunView, profileId: string): string {
  const steps = view.steps.filter((step) => step.state === 'accepted');
  if (view.shape === 'reply') return steps.map((step) => step.text).join('\n');
  const profile = profileById(profileId);
  const worked = steps.filter((step) => step.kind !== 'answer');
  return `${renderSteps(profile, worked)}${profile.answerLabel} ${view.answer ?? ''}`;
}

function fit(turns: readonly Turn[], maxCharacters: number): readonly Turn[] {
  const length = (kept: readonly Turn[]) => kept.reduce((sum, turn) => sum + turn.text.length, 0);
  if (length(turns) <= maxCharacters) return turns;
  let kept = turns;
  while (kept.length > 0 && length(kept) > maxCharacters / 2) kept = kept.slice(2);
  return kept;
}
