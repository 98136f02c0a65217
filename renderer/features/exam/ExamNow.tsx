import { useState } from 'react';
import type { ExamState } from '../../../shared/contract/gate.ts';
import { Button } from '../../components/Button.tsx';
import { call } from '../../state/connection.ts';
import { act } from '../../state/toasts.ts';
import { ExamProgress } from './ExamProgress.tsx';
import { ExamStart } from './ExamStart.tsx';

/** Where the exam stands, and what can be done about it. */
export function ExamNow({ exam, hasResult }: { readonly exam: ExamState; readonly hasResult: boolean }) {
  switch (exam.state) {
    case 'idle':
      return hasResult ? <Again words="Take an exam" /> : <ExamStart />;
    case 'running':
      return (
        <Panel title={`The exam is running: ${exam.progress.source}`}>
          <ExamProgress progress={exam.progress} />
          <div className="mt-3 flex flex-wrap items-center gap-x-3 gap-y-1">
            <Button small onClick={() => act(call('exam.stop', {}))}>Stop</Button>
            <p className="text-[0.8125rem] text-muted">Stopping keeps everything examined; you can go on later. This window may be closed meanwhile.</p>
          </div>
        </Panel>
      );
    case 'paused':
      return (
        <>
          <Panel title={`The exam is paused: ${exam.progress.source}`} words={exam.words}>
            <ExamProgress progress={exam.progress} isRunning={false} />
            <Button small look="primary" className="mt-3" onClick={() => act(call('exam.continue', {}))}>Continue</Button>
          </Panel>
          <Again words="Start another exam instead" />
        </>
      );
    case 'finished':
      return <><Panel title={`The exam is over: ${exam.progress.source}`} words={exam.words} /><Again words="Take another exam" /></>;
    case 'failed':
      return <><Panel title="The exam could not go on" words={exam.error.message} tone="problem" /><ExamStart /></>;
  }
}

function Panel({ title, words, tone = 'news', children }: { readonly title: string; readonly words?: string; readonly tone?: 'news' | 'problem'; readonly children?: React.ReactNode }) {
  return (
    <section className={`mt-4 rounded-lg border px-4 py-3 ${tone === 'problem' ? 'border-danger bg-danger-soft text-danger' : 'border-edge bg-surface'}`}>
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
  const [isOpen, setOpen] = useState(false);
  return isOpen ? <ExamStart /> : <Button small className="mt-4" onClick={() => setOpen(true)}>{words} …</Button>;
}
