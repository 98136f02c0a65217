import { useChatMessages } from '../../state/messages.ts';
import { useRunningRun } from '../../state/runningRun.ts';
import { useUi } from '../../state/ui.ts';
import { ModelProgress } from '../models/ModelProgress.tsx';
import { Composer } from './Composer.tsx';
import { Conversation } from './Conversation.tsx';

const none: readonly never[] = [];

/** The open chat with its composer. */
export function ChatView() {
  const chatId = useUi((state) => state.chatId);
  const messages = useChatMessages(chatId);
  const runningRun = useRunningRun(chatId);
  return (
    <>
      <Conversation key={chatId ?? 'new'} messages={messages ?? none} isRunning={runningRun !== null} />
      <div className="shrink-0 px-3 pb-3 sm:px-6">
        <div className="mx-auto w-full max-w-3xl 3xl:max-w-4xl">
          <ModelProgress />
          <Composer chatId={chatId} runningRun={runningRun} />
        </div>
      </div>
    </>
  );
}
