import { Pencil } from 'lucide-react';
import { memo } from 'react';
import type { Message } from '../../../shared/contract/entities.ts';
import { act } from '../../state/toasts.ts';
import { IconButton } from '../../components/Button.tsx';
import { policyLabel } from '../settings/policies.ts';
import { CopyButton } from '../../components/CopyButton.tsx';
import { editQuestion, useLastQuestion } from './askAgain.ts';
import { FileChips } from './documents/FileChips.tsx';
import { useIsAnswering } from '../../state/runningRun.ts';

/** What the user asked, as it was typed, and the files that went with it. Very long texts scroll in their own box. */
export const Question = memo(function Question({ message }: { readonly message: Message }) {
  const { text } = message;
  const isLast = useLastQuestion()?.id === message.id;
  const isRunning = useIsAnswering();
  return (
    <section aria-label="Question" className="group flex flex-col items-end gap-1.5 pt-5">
      {message.policy ? <span className="text-xs text-muted">{policyLabel(message.policy)}, for this question only</span> : null}
      <FileChips label="Files of this question" files={message.files ?? []} className="max-w-[85%] justify-end" />
      <div className="flex w-full items-start justify-end gap-0.5">
        <CopyButton name="Copy question" text={() => text} className="opacity-0 group-hover:opacity-100 focus-visible:opacity-100" />
        {isLast && !isRunning ? <IconButton name="Edit question" onClick={() => act(editQuestion(message))}><Pencil aria-hidden size={15} /></IconButton> : null}
        <p tabIndex={text.length > 2_000 ? 0 : undefined} className="scroll-thin max-h-[45vh] max-w-[85%] overflow-y-auto rounded-2xl rounded-br-md bg-sunken px-4 py-2.5 wrap-anywhere whitespace-pre-wrap ring-1 ring-line">{text}</p>
      </div>
    </section>
  );
});
