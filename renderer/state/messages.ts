import { useEffect } from 'react';
import { create } from 'zustand';
import type { Message } from '../../shared/contract/entities.ts';
import { call } from './connection.ts';
import { followWhatWentOn } from './runs.ts';
import { useTandem } from './tandem.ts';
import { isDisconnected, tellError } from './toasts.ts';

/** Messages by chat; read again whenever the chat changes. */
export const useMessages = create<{ readonly byChat: Readonly<Record<string, readonly Message[]>> }>(() => ({ byChat: {} }));

/** The chat's messages, or null while they are being read. */
export function useChatMessages(chatId: string | null): readonly Message[] | null {
  const chats = useTandem((state) => state.chats);
  // The list of chats is told anew whenever an answer begins or ends, in any of them.
  useEffect(() => {
    if (chatId !== null) void readMessages(chatId);
  }, [chatId, chats]);
  return useMessages((state) => (chatId === null ? null : state.byChat[chatId] ?? null));
}

export async function readMessages(chatId: string): Promise<void> {
  try {
    const messages = await call('chats.messages', { chatId });
    useMessages.setState(({ byChat }) => ({ byChat: { ...byChat, [chatId]: keepSame(byChat[chatId], messages) } }));
    followWhatWentOn(messages);
  } catch (error) {
    if (!isDisconnected(error)) tellError(error);
  }
}

/** Messages that have not changed stay the same objects, so that their rows are not drawn again. */
function keepSame(before: readonly Message[] | undefined, now: readonly Message[]): readonly Message[] {
  const known = new Map(before?.map((message) => [message.id, message]));
  return now.map((message) => {
    const old = known.get(message.id);
    return old && old.text === message.text && old.runStatus === message.runStatus ? old : message;
  });
}
