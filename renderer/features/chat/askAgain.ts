import type { Message } from '../../../shared/contract/entities.ts';
import { useMessages } from '../../state/messages.ts';
import { useRuns } from '../../state/runs.ts';
import { useTandem } from '../../state/tandem.ts';
import { tell } from '../../state/toasts.ts';
import { composerId, focusComposer, questionPolicy, setDraft, setQuestionPolicy, useUi } from '../../state/ui.ts';
import { sentFiles, setWaitingFiles, waitingFiles } from './documents/attachments.ts';
import { needsAgreement, startRunBeside, submitQuestion } from './sendQuestion.ts';

/** The last question of the open chat, or null. */
export function useLastQuestion(): Message | null {
  const chatId = useUi((state) => state.chatId);
  return useMessages((state) => (chatId === null ? null : state.byChat[chatId]?.findLast((message) => message.role === 'user') ?? null));
}

/** Puts a question and its files back into the composer. What was being typed there can be brought back. */
export function editQuestion(question: Message): void {
  const { chatId } = question;
  const typed = useUi.getState().drafts[chatId] ?? '';
  const waiting = waitingFiles(chatId);
  const policy = questionPolicy(chatId);
  setDraft(chatId, question.text);
  setWaitingFiles(chatId, filesOf(question) ?? []);
  setQuestionPolicy(chatId, question.policy ?? null);
  if (isWithoutItsFiles(question)) tell('This question came with files that are no longer at hand here. Attach them again before you send it.');
  if (typed !== question.text && (typed.trim() !== '' || waiting.length > 0)) {
    tell('What you were typing was replaced by the question.', {
      label: 'Undo',
      run: () => {
        setDraft(chatId, typed);
        setWaitingFiles(chatId, waiting);
        setQuestionPolicy(chatId, policy);
        focusComposer();
      },
    });
  }
  caretToEnd();
}

/** Asks the same again: the same files, the policy chosen for it alone if there was one, another seed, the settings of now. */
export async function askAgain(question: Message): Promise<void> {
  if (isWithoutItsFiles(question)) {
    editQuestion(question);
    return;
  }
  const { app, settings, dial } = useTandem.getState();
  if (needsAgreement(app, settings, dial, question.policy ?? null)) {
    editQuestion(question);
    await submitQuestion(question.chatId, question.text);
    return;
  }
  await startRunBeside(question.chatId, question.text, filesOf(question) ?? [], question.policy ?? null);
  focusComposer();
}

function filesOf(question: Message) {
  return question.runId === null ? undefined : sentFiles(question.runId);
}

/** Something was looked up, so there were files; this view did not send them. */
function isWithoutItsFiles(question: Message): boolean {
  if (question.runId === null || filesOf(question) !== undefined) return false;
  const view = useRuns.getState().views[question.runId];
  return view?.steps.some((step) => step.tools.some(({ tool }) => tool === 'lookup')) ?? false;
}

/** After the text is there, which is one frame later. */
function caretToEnd(): void {
  requestAnimationFrame(() => {
    const box = document.getElementById(composerId);
    if (!(box instanceof HTMLTextAreaElement)) return;
    box.focus();
    box.setSelectionRange(box.value.length, box.value.length);
  });
}
