import type { Message } from '../../../shared/contract/entities.ts';
import { useMessages } from '../../state/messages.ts';
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
export async function editQuestion(question: Message): Promise<void> {
  const { chatId } = question;
  const files = await sentFiles(question);
  const typed = useUi.getState().drafts[chatId] ?? '';
  const waiting = waitingFiles(chatId);
  const policy = questionPolicy(chatId);
  setDraft(chatId, question.text);
  setWaitingFiles(chatId, files);
  setQuestionPolicy(chatId, question.policy ?? null);
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
  const { app, settings, dial } = useTandem.getState();
  if (needsAgreement(app, settings, dial, question.policy ?? null)) {
    await editQuestion(question);
    await submitQuestion(question.chatId, question.text);
    return;
  }
  await startRunBeside(question.chatId, question.text, await sentFiles(question), question.policy ?? null);
  focusComposer();
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
