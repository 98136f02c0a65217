import type { Message } from '../../../shared/contract/entities.ts';
import { useChatMessages } from '../../state/messages.ts';
import { useRuns } from '../../state/runs.ts';

/** The run that is being written in this chat, or null. */
export function useRunningRun(chatId: string | null): string | null {
  const messages = useChatMessages(chatId);
  const last = lastAnswer(messages);
  const isOver = useRuns((state) => {
    const status = last?.runId ? state.views[last.runId]?.status : undefined;
    return status !== undefined && status !== 'running' && status !== 'waiting';
  });
  return last?.runId && last.runStatus === 'running' && !isOver ? last.runId : null;
}

function lastAnswer(messages: readonly Message[] | null): Message | undefined {
  return messages?.findLast((message) => message.role === 'assistant');
}
