import { memo, useId, useState } from 'react';
import { assertNever } from '../../../shared/errors.ts';
import { whatIf } from '../../../shared/switching/whatIf.ts';
import type { RunView } from '../../../shared/trace/view.ts';
import { CopyButton } from '../../components/CopyButton.tsx';
import { Markdown } from '../../components/Markdown.tsx';
import { useRunView } from '../../state/runs.ts';
import { OfferExpert } from '../expert/OfferExpert.tsx';
import { Notices } from '../trace/Notices.tsx';
import { Summary } from '../trace/Summary.tsx';
import { Trace } from '../trace/Trace.tsx';
import { WhatIfControl } from '../trace/WhatIfControl.tsx';
import { canAskWhatIf } from '../trace/whatIfWords.ts';
import { AnswerEnd } from './AnswerEnd.tsx';
import { AskAgainButton } from './AskAgainButton.tsx';
import { WaitingForModel } from './WaitingForModel.tsx';

/** An answer: first what it says, then its steps. Steps are open while they are being written, and stay open for who watched. */
export const Answer = memo(function Answer({ runId, text, isLast }: { readonly runId: string; readonly text: string; readonly isLast: boolean }) {
  const view = useRunView(runId);
  const [choice, setChoice] = useState<boolean | null>(null);
  const [wasWatched, setWatched] = useState(false);
  const [tried, setTried] = useState<number | null>(null);
  const stepsId = useId();
  const isRunning = view.status === 'running';
  if (isRunning && !wasWatched) setWatched(true);
  const isOpen = choice ?? (view.shape === 'steps' && (wasWatched || (view.answer === null && view.steps.length > 0)));
  const answer = view.answer ?? (view.shape === 'reply' ? view.steps[0]?.text : undefined) ?? text;
  const isStreaming = isRunning && view.shape === 'reply' && view.answer === null;

  return (
    <section aria-label="Answer" aria-busy={isRunning} className="pt-3">
      {view.branch ? <p className="mb-1 text-[0.8125rem] text-muted">A branch of the answer above from step {view.branch.step + 1} on, which {view.branch.by === 'expert' ? 'the expert wrote' : 'was written anew here'}.</p> : null}
      {view.status === 'waiting' && text === '' ? <WaitingForModel /> : null}
      {answer !== '' ? (
        <div className="group flex items-start gap-1">
          <div className={`min-w-0 grow ${view.shape === 'steps' ? 'text-[1.0625rem]' : ''} ${isStreaming ? 'writing-caret' : ''}`} data-testid="answer-text">
            <Markdown text={answer} isStreaming={isStreaming} />
          </div>
          {isStreaming ? null : <CopyButton name="Copy answer" text={() => answer} />}
          {isLast && view.status === 'finished' ? <AskAgainButton /> : null}
        </div>
      ) : null}
      {view.status === 'waiting' ? null : <Summary view={view} isOpen={isOpen} controls={stepsId} onToggle={() => setChoice(!isOpen)} />}
      <div id={stepsId} className={isOpen ? 'mt-1' : undefined}>{isOpen ? (
        <>
          {canAskWhatIf(view) ? <WhatIfControl view={view} dial={tried} onChange={setTried} /> : null}
          <Trace runId={runId} view={view} whatIf={tried === null ? null : whatIf(view, tried).steps} />
        </>
      ) : null}</div>
      <Notices notices={view.notices} />
      <AnswerEnd runId={runId} view={view} isLast={isLast} />
      {isLast && missesExpert(view) ? <OfferExpert wouldAsk={view.totals.wouldAsk} /> : null}
      <span role="status" className="sr-only">{news(view, isLast)}</span>
    </section>
  );
});

function missesExpert(view: RunView): boolean {
  return view.status === 'finished' && view.expert === null && view.totals.wouldAsk.length > 0;
}

/** Said to screen readers: the step at hand and the end, whatever it is; not every word. */
function news(view: RunView, isLast: boolean): string {
  if (!isLast) return '';
  switch (view.status) {
    case 'waiting':
      return '';
    case 'running': {
      const step = view.steps.at(-1);
      return step ? `Step ${step.index + 1}, ${step.by === 'local' ? 'on this device' : 'by the expert'}` : 'Working';
    }
    case 'finished':
      return 'The answer is complete.';
    case 'cancelled':
      return 'The answer was stopped.';
    case 'interrupted':
      return 'The answer was interrupted.';
    case 'failed':
      return `The answer was not completed: ${view.error?.message ?? 'the reason is not known.'}`;
    default:
      return assertNever(view.status);
  }
}
