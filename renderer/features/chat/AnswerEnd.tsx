import { Play } from 'lucide-react';
import type { RunView } from '../../../shared/trace/view.ts';
import { Button } from '../../components/Button.tsx';
import { counted } from '../../components/format.ts';
import { call } from '../../state/connection.ts';
import { followAgain } from '../../state/runs.ts';
import { act } from '../../state/toasts.ts';
import { AskAgainButton } from './AskAgainButton.tsx';

/** What became of an answer that is not complete, and the way on. Only a chat's last answer can go on. */
export function AnswerEnd({ runId, view, isLast }: { readonly runId: string; readonly view: RunView; readonly isLast: boolean }) {
  if (view.status !== 'cancelled' && view.status !== 'interrupted' && view.status !== 'failed') return null;
  const kept = view.steps.filter((step) => step.state === 'accepted').length;
  const how = view.status === 'cancelled' ? 'Stopped' : view.status === 'interrupted' ? 'Interrupted' : 'Not completed';
  const goOn = async () => {
    await call('runs.continue', { runId });
    followAgain(runId);
  };
  return (
    <div className="mt-2 flex flex-wrap items-center gap-3 text-sm text-muted">
      <span>{how}. {kept === 0 ? 'No step was accepted yet.' : `${counted(kept, 'step')} kept.`}</span>
      {isLast ? <Button small onClick={() => act(goOn())}><Play aria-hidden size={13} />Continue</Button> : null}
      {isLast ? <AskAgainButton withWords /> : null}
    </div>
  );
}
