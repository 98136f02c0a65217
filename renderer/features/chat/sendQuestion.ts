import type { AppInfo, Settings } from '../../../shared/contract/entities.ts';
import { call } from '../../state/connection.ts';
import { readMessages } from '../../state/messages.ts';
import { useTandem } from '../../state/tandem.ts';
import { tellError } from '../../state/toasts.ts';
import { setDraft, useUi } from '../../state/ui.ts';

/** Whether this question could send text to somebody who was not yet agreed to. */
export function needsAgreement(app: AppInfo | null, settings: Settings | null): boolean {
  return app?.expert.state === 'needsAgreement' && settings !== null && settings.dial < 1 && settings.policy !== 'localOnly';
}

/** Sends what is in the composer, after asking for agreement where that is due. The text stays until it is stored. */
export async function submitQuestion(chatId: string | null, question: string): Promise<void> {
  const { app, settings } = useTandem.getState();
  if (needsAgreement(app, settings)) {
    useUi.setState({ asking: { chatId, question }, isAgreementOpen: true });
    return;
  }
  await startRun(chatId, question);
}

/** @param options.dial replaces the settings' dial for this one question; 1 keeps it on this device */
export async function startRun(chatId: string | null, question: string, options: { readonly dial?: number } = {}): Promise<void> {
  try {
    const chat = chatId ?? (await call('chats.create', {})).id;
    await call('runs.start', { chatId: chat, question, ...options });
    setDraft(chatId, '');
    await readMessages(chat);
    if (useUi.getState().chatId === chatId) useUi.setState({ chatId: chat });
  } catch (error) {
    tellError(error);
  }
}
