import { RotateCcw } from 'lucide-react';
import { Button, IconButton } from '../../components/Button.tsx';
import { useIsAnswering } from '../../state/runningRun.ts';
import { act } from '../../state/toasts.ts';
import { askAgain, useLastQuestion } from './askAgain.ts';

/** Asks the chat's last question once more; not there while an answer is being written. */
export function AskAgainButton({ withWords = false }: { readonly withWords?: boolean }) {
  const question = useLastQuestion();
  const isAnswering = useIsAnswering();
  if (question === null || isAnswering) return null;
  const again = () => act(askAgain(question));
  return withWords
    ? <Button small look="quiet" onClick={again}><RotateCcw aria-hidden size={13} />Ask again</Button>
    : <IconButton name="Ask again" onClick={again}><RotateCcw aria-hidden size={15} /></IconButton>;
}
