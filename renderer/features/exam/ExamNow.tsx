import { useEffect, useRef, type ReactNode } from 'react';
import { assertNever } from '../../../shared/errors.ts';
import type { ExamState } from '../../../shared/contract/gate.ts';
import { Button } from '../../components/Button.tsx';
import { call } from '../../state/connection.ts';
import { useTandem } from '../../state/tandem.ts';
import { openSettings } from '../../state/ui.ts';
import { ExamProgress } from './ExamProgress.tsx';
import { ExamStart } from './ExamStart.tsx';
import { Problem } from '../../components/Problem.tsx';
import { useAttempt } from '../../components/useAttempt.ts';

/** Where the exam stands, and what can be done about it. */
export function ExamNow({ exam, hasResult }: { readonly exam: ExamState; readonly hasResult: boolean }) {
  const place = useRef<HTMLDivElement>(null);
  const shown = useRef(exam.state);
  // The button that was pressed is gone when the state changes; keys go on from here.
  useEffect(() => {
    if (shown.current !== exam.state && document.activeElement === document.body) place.current?.focus();
    shown.current = exam.state;
  }, [exam.state]);
  return <div ref={place} tabIndex={-1} className="mt-4 space-y-3 outline-none"><Body exam={exam} hasResult={hasResult} /></div>;
}

function Body({ exam, hasResult }: { readonly exam: ExamState; readonly hasResult: boolean }) {
  switch (exam.state) {
    case 'idle':
      return hasResult ? <Again words="Take an exam" /> : <ExamStart />;
    case 'running':
      return <Panel title={`The exam is running: ${exam.progress.source}`}><ExamProgress progress={exam.progress} /><Stop /></Panel>;
    case 'paused':
      return (
        <>
          <Panel title={`The exam is paused: ${exam.progress.source}`} words={exam.words}><ExamProgress progress={exam.progress} isRunning={false} /><GoOn /></Panel>
          <Again words="Start another exam instead" />
        </>
      );
    case 'finished':
      return <><Panel title={`The exam is over: ${exam.progress.source}`} words={exam.words} /><Again words="Take another exam" /></>;
    case 'failed':
      return <><Panel title="The exam could not go on" words={exam.error.message} tone="problem" /><ExamStart /></>;
    default:
      return assertNever(exam);
  }
}

function Stop() {
  const { problem, isBusy, attempt } = useAttempt();
  return (
    <>
      <div className="mt-3 flex flex-wrap items-center gap-x-3 gap-y-1">
        <Button small disabled={isBusy} onClick={() => attempt(() => call('exam.stop', {}))}>Stop</Button>
        <p className="min-w-52 flex-1 text-[0.8125rem] text-muted">Stopping keeps everything examined; you can go on later. This window may be closed meanwhile.</p>
      </div>
      <Problem words={problem} />
    </>
  );
}

function GoOn() {
  const hasExpert = useTandem((state) => state.app !== null && state.app.expert.state !== 'none');
  const { problem, isBusy, attempt } = useAttempt();
  return (
    <>
      <div className="mt-3 flex flex-wrap gap-2">
        <Button small look="primary" disabled={isBusy} onClick={() => attempt(() => call('exam.continue', {}))}>Continue</Button>
        {hasExpert ? <Button small look="quiet" onClick={() => openSettings('expert')}>Expert and its cap …</Button> : null}
      </div>
      <Problem words={problem} />
    </>
  );
}

function Panel({ title, words, tone = 'news', children }: { readonly title: string; readonly words?: string; readonly tone?: 'news' | 'problem'; readonly children?: ReactNode }) {
  return (
    <section className={`rounded-lg border px-4 py-3 ${tone === 'problem' ? 'border-danger bg-danger-soft text-danger' : 'border-edge bg-surface'}`}>
      <div role="status">
        <h3 className="text-sm font-semibold wrap-anywhere">{title}</h3>
        {words === undefined ? null : <p className="mt-0.5 text-sm wrap-anywhere">{words}</p>}
      </div>
      {children}
    </section>
  );
}

/** The form, folded away while there is something better to look at. */
function Again({ words }: { readonly words: string }) {
  return (
    <details>
      <summary className="w-fit rounded-md border border-edge bg-surface px-2.5 py-1 text-[0.8125rem] font-medium hover:bg-sunken">{words}</summary>
      <div className="mt-3 rounded-lg border border-line px-4 py-3"><ExamStart /></div>
    </details>
  );
}
