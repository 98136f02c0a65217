import type { AppInfo, Settings } from '../../../shared/contract/entities.ts';
import type { DialInfo } from '../../../shared/contract/dial.ts';
import type { PolicyId } from '../../../shared/switching/policy.ts';
import { call } from '../../state/connection.ts';
import { readMessages } from '../../state/messages.ts';
import { useTandem } from '../../state/tandem.ts';
import { act, isDisconnected, tellError } from '../../state/toasts.ts';
import { draftOf, questionPolicy, setDraft, setQuestionPolicy, useUi } from '../../state/ui.ts';
import { setWaitingFiles, waitingFiles } from './documents/attachments.ts';
import { paragraphsOf, type AttachedFile } from './documents/readDocument.ts';

/**
 * Whether this question could send text to somebody who was not yet agreed to.
 * @param policy chosen for it alone
 */
export function needsAgreement(app: AppInfo | null, settings: Settings | null, dial: DialInfo | null, policy: PolicyId | null): boolean {
  return app?.expert.state === 'needsAgreement' && settings !== null && (dial?.holds === true && (policy ?? settings.policy) === 'adaswitch' ? dial.p : settings.dial) < 1 && (policy ?? settings.policy) !== 'localOnly';
}

/** Sends what is in the composer, after asking for agreement where that is due. Text and files stay until they are stored. */
export async function submitQuestion(chatId: string | null, question: string): Promise<void> {
  const { app, settings, dial } = useTandem.getState();
  if (needsAgreement(app, settings, dial, questionPolicy(chatId))) {
    useUi.setState({ asking: { chatId, question }, isAgreementOpen: true });
    return;
  }
  await startRun(chatId, question);
}

/** @param options.dial replaces the settings' dial for this one question; 1 keeps it on this device */
export async function startRun(chatId: string | null, question: string, options: { readonly dial?: number } = {}): Promise<void> {
  const files = waitingFiles(chatId);
  const chat = await send(chatId, question, files, { ...options, policy: questionPolicy(chatId) });
  if (chat === null) return;
  // What was typed or attached meanwhile is another question's, and stays with the composer that it is in.
  const [typed, added] = [draftOf(chatId), waitingFiles(chatId).filter((file) => !files.includes(file))];
  setDraft(chatId, '');
  setQuestionPolicy(chatId, null);
  setWaitingFiles(chatId, []);
  if (useUi.getState().chatId === chatId) useUi.setState({ chatId: chat });
  const place = useUi.getState().chatId === chat ? chat : chatId;
  if (typed !== question) setDraft(place, typed);
  if (added.length > 0) setWaitingFiles(place, added);
}

/** Sends a question that is not in the composer and leaves alone what is there. */
export async function startRunBeside(chatId: string, question: string, files: readonly AttachedFile[], policy: PolicyId | null): Promise<void> {
  await send(chatId, question, files, { policy });
}

/** @returns the chat that the question is in; null: it was not sent, or another one is on its way */
async function send(chatId: string | null, question: string, files: readonly AttachedFile[], { policy, ...options }: { readonly dial?: number; readonly policy: PolicyId | null }): Promise<string | null> {
  if (useUi.getState().isSending) return null;
  useUi.setState({ isSending: true });
  try {
    const chat = chatId ?? (await call('chats.create', {})).id;
    try {
      await call('runs.start', { chatId: chat, question, ...(files.length > 0 ? paragraphsOf(files) : {}), ...options, ...(policy === null ? {} : { policy }) });
    } catch (error) {
      // Made for this question alone. Where the connection was lost the answer may have begun all the same.
      if (chatId === null && !isDisconnected(error)) act(call('chats.delete', { chatId: chat }));
      throw error;
    }
    await readMessages(chat);
    return chat;
  } catch (error) {
    tellError(error);
    return null;
  } finally {
    useUi.setState({ isSending: false });
  }
}
