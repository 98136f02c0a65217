import type { Message } from '../../shared/contract/entities.ts';
import { useChatMessages, useMessages } from './messages.ts';
import { isOver, useRuns } from './runs.ts';
import { useUi } from './ui.ts';

/** The run that is being written in this chat, or null. */
export function useRunningRun(chatId: string | null): string | null {
  return useRunningOf(useChatMessages(chatId));
}

/** Whether the open chat is being answered, so that nothing else can begin in it; for who stands inside it, its messages being read already. */
export function useIsAnswering(): boolean {
  const chatId = useUi((state) => state.chatId);
  return useRunningOf(useMessages((state) => (chatId === null ? null : state.byChat[chatId] ?? null))) !== null;
}

function useRunningOf(messages: readonly Message[] | null): string | null {
  const last = messages?.findLast((message) => message.role === 'assistant');
  const hasEnded = useRuns((state) => (last?.runId ? isOver(state.views[last.runId]) : false));
  return last?.runId && last.runStatus === 'running' && !hasEnded ? last.runId : null;
}
