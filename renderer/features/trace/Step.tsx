import { memo } from 'react';
import type { StepMark } from '../../../shared/contract/gate.ts';
import type { WhatIfStep } from '../../../shared/switching/whatIf.ts';
import type { StepView } from '../../../shared/trace/view.ts';
import { duration } from '../../components/format.ts';
import { Markdown, PlainText } from '../../components/Markdown.tsx';
import { useIdle } from '../../components/useIdle.ts';
import { WriterIcon } from '../../components/WriterIcon.tsx';
import { Discarded } from './Discarded.tsx';
import { DiscardedCall } from './DiscardedCall.tsx';
import { Escalation, Why } from './StepDetails.tsx';
import { StepActions, type Branching } from './StepActions.tsx';
import { ToolCalls } from './ToolCalls.tsx';
import { whatIfStepWords } from './whatIfWords.ts';
import { priceWords, speedWords, stepName, writerWords } from './words.ts';

/** A writer's colours; one who would not have written it at the dial that is tried has none. */
const look = { local: 'bg-local-soft text-local', expert: 'bg-expert-soft text-expert' } as const;

/** One step: who wrote it by colour, word and icon; then what it says; then how it came about. */
export const Step = memo(function Step({ runId, step, isRunning, whatIf = null, mark = null, isAudited = false, branching = 'never', isOneOfMany = false }: {
  readonly runId: string; readonly step: StepView; readonly isRunning: boolean;
  /** Who would have written it at the dial that is being tried; null while none is tried. */
  readonly whatIf?: WhatIfStep | null; readonly mark?: StepMark | null; readonly branching?: Branching;
  /** Drawn for the question whether it was right. */
  readonly isAudited?: boolean;
  /** In a long trace, where rows come and go while it is scrolled. */
  readonly isOneOfMany?: boolean;
}) {
  const isWhole = useIdle(isOneOfMany);
  const isLocal = whatIf === 'local' || (whatIf !== 'expert' && step.by === 'local');
  const isWriting = step.state === 'writing';
  const where = step.where ?? step.escalation?.where ?? null;
  return (
    <article
      aria-label={stepName(step)}
      aria-busy={isWriting && isRunning}
      data-writer={step.by}
      className={`relative py-2 pr-3 pl-3.5 ${whatIf === 'unknown' ? 'border-l-[3px] border-dashed border-edge' : isLocal ? 'border-l-[3px] border-local' : 'rounded-r-lg border-l-[6px] border-double border-expert bg-expert-soft/60'}`}
    >
      <header className="flex flex-wrap items-center gap-x-2.5 gap-y-0.5 text-xs text-muted">
        <span className="font-semibold text-ink tabular-nums">{step.index + 1}</span>
        <span className={`inline-flex items-center gap-1 rounded-full px-2 py-0.5 font-semibold ${whatIf === null || whatIf === step.by ? look[step.by] : 'border border-line'}`}>
          <WriterIcon by={step.by} expert={where && { where }} />
          {writerWords(step)}
        </span>
        {step.model !== null && (step.by === 'local' || where === 'thisDevice') ? <span>{step.model}</span> : null}
        {step.kind === 'answer' ? <span>answer</span> : null}
        {whatIf === null ? null : <span data-what-if={whatIf} className={`rounded-full font-semibold ${whatIf === 'local' || whatIf === 'expert' ? `px-2 py-0.5 ${look[whatIf]}` : 'text-ink'}`}>{whatIfStepWords(whatIf)}</span>}
        <Figures step={step} isRunning={isRunning} />
      </header>
      <div className={`mt-0.5 ${isWriting && isRunning ? 'writing-caret' : ''}`}>
        {isWhole ? <Markdown text={step.text} isStreaming={isWriting && isRunning} /> : <PlainText text={step.text} />}
      </div>
      <ToolCalls calls={step.tools} />
      <Why step={step} />
      <Discarded candidates={step.discarded} />
      <Escalation runId={runId} step={step} />
      <DiscardedCall runId={runId} step={step} />
      {isRunning || isWriting ? null : <StepActions runId={runId} step={step} mark={mark} isAudited={isAudited} branching={branching} isWhole={isWhole} />}
    </article>
  );
});

function Figures({ step, isRunning }: { readonly step: StepView; readonly isRunning: boolean }) {
  if (step.state === 'writing') return <span>{isRunning ? 'writing …' : 'not finished'}</span>;
  const figures = [speedWords(step), step.ms === null || step.ms === 0 ? null : duration(step.ms), priceWords(step)];
  return figures.map((words, index) => (words === null ? null : <span key={index} className="tabular-nums">{words}</span>));
}
