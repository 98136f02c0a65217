import { TandemError } from '../../../../shared/errors.ts';
import type { UsedTransitions } from '../../hera/usedTransitions.ts';
import type { RunManager } from '../runManager.ts';
import type { Store } from '../store/openStore.ts';
import type { Handlers, MethodsOf } from './handlers.ts';

/** Chats: their titles, their messages, the search through them. */
export function chatHandlers(parts: {
  readonly store: Store; readonly runs: Pick<RunManager, 'stopChat'>; readonly now: () => number; readonly newId: () => string;
  readonly used: Pick<UsedTransitions, 'chatDeleted' | 'chatRestored'> | undefined; readonly onChats: () => void;
}): Handlers<MethodsOf<'chats'>> {
  const { store, runs, now, newId, used } = parts;
  const found = (isFound: boolean): Record<string, never> => {
    if (!isFound) throw new TandemError('notFound', 'This chat is no longer there.');
    parts.onChats();
    return {};
  };
  return {
    'chats.create': ({ title }) => {
      const chat = store.chats.create({ id: newId(), title: title ?? 'New chat', isTitled: title !== undefined, at: now() });
      parts.onChats();
      return chat;
    },
    'chats.rename': ({ chatId, title }) => found(store.chats.rename(chatId, title)),
    'chats.delete': ({ chatId }) => {
      runs.stopChat(chatId);
      const answer = found(store.chats.setDeleted(chatId, now()));
      used?.chatDeleted(chatId);
      return answer;
    },
    'chats.restore': ({ chatId }) => {
      const answer = found(store.chats.setDeleted(chatId, null));
      used?.chatRestored(chatId);
      return answer;
    },
    'chats.messages': ({ chatId }) => store.chats.messages(chatId),
    'chats.search': ({ text }) => store.chats.search(text, 50),
  };
}
