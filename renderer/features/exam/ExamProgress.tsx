import type { ExamProgress as Progress } from '../../../shared/contract/gate.ts';
import { ProgressBar } from '../../components/ProgressBar.tsx';
import { progressShare, progressWords, remainingWords, unaidedWords, withInterval } from './examWords.ts';

/** How far the exam is and what it has found so far. */
export function ExamProgress({ progress, isRunning = true }: { readonly progress: Progress; readonly isRunning?: boolean }) {
  const unaided = unaidedWords(progress);
  const share = progressShare(progress);
  return (
    <div className="mt-2 space-y-2 text-sm tabular-nums">
      <ProgressBar name="Exam" share={share ?? 0} />
      <p className="flex flex-wrap justify-between gap-x-4 text-muted">
        <span>{progressWords(progress)}</span>
        {isRunning ? <span>{remainingWords(progress.remainingMs)}</span> : null}
      </p>
      {progress.round === 2 ? <p className="text-muted">Second round: the gate fitted on what was seen so far decides now, as in use, and is measured on it.</p> : null}
      <dl className="grid gap-x-3 gap-y-0.5 sm:grid-cols-[auto_1fr]">
        <dt className="text-muted">Local model</dt>
        <dd>{unaided ?? 'working on the first problem'}</dd>
        <dt className="text-muted">Finds errors (AUROC)</dt>
        <dd>{progress.auroc === null ? 'not known until there are right and wrong steps' : `${withInterval(progress.auroc)}; 0.5 is guessing, 1 is perfect`}</dd>
      </dl>
    </div>
  );
}
