import type { Message } from '../../../shared/contract/entities.ts';
import { useChatMessages } from '../../state/messages.ts';
import { isOver, useRuns } from '../../state/runs.ts';

/** The run that is being written in this chat, or null. */
export function useRunningRun(chatId: string | null): string | null {
  const messages = useChatMessages(chatId);
  const last = lastAnswer(messages);
  const hasEnded = useRuns((state) => (last?.runId ? isOver(state.views[last.runId]) : false));
  return last?.runId && last.runStatus === 'running' && !hasEnded ? last.runId : null;
}

function lastAnswer(messages: readonly Message[] | null): Message | undefined {
  return messages?.findLast((message) => message.role === 'assistant');
}
