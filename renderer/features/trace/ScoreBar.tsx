import type { ScoredView } from '../../../shared/trace/view.ts';
import { percent } from '../../components/format.ts';
import { comparison, isUncalibrated, scoreName, scoreSentence } from './words.ts';

/** A score against the threshold it was held to: the bar is the score, the tick the threshold. */
export function ScoreBar({ scored }: { readonly scored: ScoredView }) {
  const { score, threshold } = scored;
  if (score.meaning === 'fixed') return <span>{scoreName(scored)}</span>;
  const isAbove = score.value > threshold;
  // HERA keeps a step that is unlike where the two are predicted to meet.
  const isKept = score.meaning === 'unlike' ? scored.decision === 'keep' : !isAbove;
  // A probability in percent is held to a threshold in percent.
  const limit = score.meaning === 'pWrong' && score.calibrated ? percent(threshold) : comparison(scored)[1];
  return (
    <span className="inline-flex flex-wrap items-center gap-x-2 gap-y-0.5">
      <span role="img" aria-label={scoreSentence(scored)} className="relative inline-block h-2 w-20 rounded-sm border border-edge bg-surface">
        <span className={`swatch absolute inset-y-0 left-0 ${isKept ? 'bg-local' : 'bg-expert'}`} style={{ width: `${score.value * 100}%` }} />
        <span className="absolute -inset-y-1 w-0.5 bg-ink" style={{ left: `calc(${threshold * 100}% - 1px)` }} />
      </span>
      <span aria-hidden>{scoreName(scored)}{score.meaning === 'unlike' ? `, threshold ${limit}` : ` ${isAbove ? '>' : '≤'} ${limit}`}</span>
      {isUncalibrated(scored) ? <span aria-hidden className="rounded border border-line px-1 text-[0.6875rem]">uncalibrated</span> : null}
    </span>
  );
}
