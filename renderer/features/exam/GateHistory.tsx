import type { FormerHeadInfo, LearningInfo } from '../../../shared/contract/learning.ts';
import { Button } from '../../components/Button.tsx';
import { call } from '../../state/connection.ts';
import { Problem } from '../../components/Problem.tsx';
import { useAttempt } from '../../components/useAttempt.ts';

/** Marks below which the service refuses to fit anew. */
const fewestLabels = 50;

/** How the head goes on learning from marked steps, whether its percentages still hold, and the way back to each former head. */
export function GateHistory({ learning }: { readonly learning: LearningInfo }) {
  const { present, history, drift, lastTry } = learning;
  const { problem, isBusy, attempt } = useAttempt();
  if (present === null && history.length === 0) return null;
  return (
    <section className="mt-6 space-y-3 border-t border-line pt-4 text-sm">
      <div role="status" className="space-y-1">
        <h3 className="font-semibold">Learning from your marks</h3>
        <p>{learning.words}</p>
        <p className="text-[0.8125rem] text-muted">A head is the small formula that turns signs of doubt into a percentage; a challenger is a new one that has to beat it.</p>
        <p className={drift?.isDrifting === true ? 'rounded-md border border-warn bg-warn-soft px-3 py-2 text-warn' : 'text-muted'}>{learning.driftWords}</p>
        {lastTry === null ? null : <p className="text-[0.8125rem] text-muted">Last challenger, {day(new Date(lastTry.at).toISOString())}: {lastTry.words}</p>}
      </div>
      {learning.labels >= fewestLabels || learning.isFitting ? (
        <Button small disabled={isBusy || learning.isFitting} onClick={() => attempt(() => call('gate.refit', {}))}>{learning.isFitting ? 'Fitting …' : 'Fit anew now'}</Button>
      ) : null}
      <div>
        <h4 className="mb-1 font-semibold">Heads of this model</h4>
        <ul className="divide-y divide-line">
          {present === null ? null : <li className="py-1.5"><span className="font-semibold">In use:</span> <Described head={present} /></li>}
          {history.map((head) => (
            <li key={head.index} className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1 py-1.5">
              <span className="min-w-52 flex-1"><Described head={head} /></span>
              <Button small aria-label={head.index === 0 ? undefined : `Use this one: ${day(head.date)}, ${head.words}`} disabled={isBusy} onClick={() => attempt(() => call('gate.useFormer', { index: head.index }))}>
                {head.index === 0 ? 'Back to the former head' : 'Use this one'}
              </Button>
            </li>
          ))}
        </ul>
      </div>
      <Problem words={problem} />
    </section>
  );
}

function Described({ head: { date, words, lossBefore, lossAfter } }: { readonly head: Omit<FormerHeadInfo, 'index'> }) {
  return (
    <span className="tabular-nums">
      {day(date)} · {words}
      {lossBefore === null || lossAfter === null ? null : <span className="text-muted"> · log-loss {lossBefore.toFixed(3)} → {lossAfter.toFixed(3)} (less is better)</span>}
    </span>
  );
}

const day = (date: string): string => date.slice(0, 10);
