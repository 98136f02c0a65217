import { VList } from 'virtua';
import type { WhatIfStep } from '../../../shared/switching/whatIf.ts';
import type { RunView, StepView } from '../../../shared/trace/view.ts';
import { useAudited } from '../../state/audited.ts';
import { useMarks } from '../../state/marks.ts';
import { useIsAnswering } from '../../state/runningRun.ts';
import { Step } from './Step.tsx';

/** Longer traces get their own scroll area, in which only the steps in sight are drawn. */
const longTrace = 80;

/** All steps of a run, in order. */
export function Trace({ runId, view, whatIf = null }: { readonly runId: string; readonly view: RunView; readonly whatIf?: readonly WhatIfStep[] | null }) {
  const isRunning = view.status === 'running';
  const marks = useMarks(runId, !isRunning);
  const audited = useAudited(runId, !isRunning && view.status !== 'waiting');
  const isAnswering = useIsAnswering();
  const branching = isRunning || view.shape !== 'steps' || view.status === 'waiting' ? 'never' : isAnswering ? 'later' : 'now';
  const isLong = view.steps.length > longTrace;
  const draw = (step: StepView) => (
    <Step key={step.index} runId={runId} step={step} isRunning={isRunning} whatIf={whatIf?.[step.index] ?? null} mark={marks[step.index] ?? null} isAudited={audited.has(step.index)} branching={branching} isOneOfMany={isLong} />
  );
  if (!isLong) {
    return <section aria-label="Steps" className="space-y-1.5">{view.steps.map(draw)}</section>;
  }
  return (
    <section aria-label={`Steps, ${view.steps.length} in all`} className="rounded-lg border border-line">
      <VList data={view.steps} className="scroll-thin" style={{ height: 'min(70vh, 44rem)' }} tabIndex={0}>
        {(step) => <div key={step.index} className="pb-1.5">{draw(step)}</div>}
      </VList>
    </section>
  );
}
