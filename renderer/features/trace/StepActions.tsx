import { Check, GitBranch, X } from 'lucide-react';
import type { StepMark } from '../../../shared/contract/gate.ts';
import type { StepView } from '../../../shared/trace/view.ts';
import { call } from '../../state/connection.ts';
import { markStep } from '../../state/marks.ts';
import { useTandem } from '../../state/tandem.ts';
import { act } from '../../state/toasts.ts';
import { missingWords } from '../expert/missingWords.ts';

/** Whether another answer can go on from a step; `later`: the chat is being answered. */
export type Branching = 'never' | 'later' | 'now';

const look = 'inline-flex min-h-[max(1.5rem,24px)] items-center gap-1 rounded px-1.5 text-xs text-muted hover:bg-sunken hover:text-ink disabled:opacity-50';

/** The user's word on a step, and the step written anew by one or the other, from which a second answer goes on. */
export function StepActions({ runId, step, mark, isAudited, branching, isWhole }: {
  readonly runId: string; readonly step: StepView; readonly mark: StepMark | null; readonly isAudited: boolean; readonly branching: Branching;
  /** False: only the room that they take, while the step flies past. */
  readonly isWhole: boolean;
}) {
  const missing = useTandem((state) => (state.app === null ? '' : missingWords(state.app.expert)));
  if (!isWhole) return <div className="mt-1 h-[max(1.5rem,24px)]" />;
  const name = `step ${step.index + 1}`;
  const busy = branching === 'later' ? 'Another answer of this chat is being written.' : null;
  const branch = (by: 'local' | 'expert') => act(call('runs.branch', { runId, step: step.index, by }));
  const toggle = (value: StepMark) => act(markStep(runId, step.index, mark === value ? null : value));
  return (
    <div role="group" aria-label={`For ${name}`} className="mt-1 flex flex-wrap items-center gap-x-1 gap-y-0.5">
      {isAudited && mark === null ? <span className="rounded-full border border-edge bg-surface px-2 py-0.5 text-xs font-medium">Was this step right?</span> : null}
      <button type="button" className={`${look} ${mark === 'right' ? 'bg-sunken font-semibold text-ink' : ''}`} aria-pressed={mark === 'right'} aria-label={`Mark ${name} right`} onClick={() => toggle('right')}><Check aria-hidden size={13} />right</button>
      <button type="button" className={`${look} ${mark === 'wrong' ? 'bg-sunken font-semibold text-ink' : ''}`} aria-pressed={mark === 'wrong'} aria-label={`Mark ${name} wrong`} onClick={() => toggle('wrong')}><X aria-hidden size={13} />wrong</button>
      {branching === 'never' ? null : (
        <>
          <button type="button" className={look} aria-label={`Write ${name} anew here and go on from it`} title={busy ?? undefined} disabled={busy !== null} onClick={() => branch('local')}><GitBranch aria-hidden size={13} />anew here</button>
          <button
            type="button"
            className={look}
            aria-label={`Have ${name} written by the expert and go on from it`}
            title={busy ?? missing ?? undefined}
            disabled={busy !== null || missing !== null}
            onClick={() => branch('expert')}
          >
            <GitBranch aria-hidden size={13} />by the expert
          </button>
        </>
      )}
    </div>
  );
}
