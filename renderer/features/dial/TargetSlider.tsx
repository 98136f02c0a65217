import { useEffect, useId, useRef, useState } from 'react';
import type { DialInfo } from '../../../shared/contract/dial.ts';
import type { GateInfo } from '../../../shared/contract/gate.ts';
import { percent } from '../../components/format.ts';
import { act } from '../../state/toasts.ts';
import { assumedBy, curveAt, outlookWords } from './curveWords.ts';
import { setMode } from './setMode.ts';

const restMs = 120;

/** How many answers should be right; the p that reaches it follows. */
export function TargetSlider({ target, info, gate, hasExpert, runningRun }: {
  readonly target: number; readonly info: DialInfo; readonly gate: GateInfo; readonly hasExpert: boolean; readonly runningRun: string | null;
}) {
  const [moved, setMoved] = useState<number | null>(null);
  const wordsId = useId();
  const value = moved ?? target;
  const alone = curveAt(gate.curve, 1)?.accuracy.value ?? 0;
  const most = Math.max(info.mostAccuracy ?? 0.99, target);
  const least = Math.max(0.01, Math.min(Math.floor(100 * alone) / 100, most));
  const run = useRef(runningRun);
  useEffect(() => { run.current = runningRun; }, [runningRun]);
  const store = (next: number) => act(setMode({ kind: 'accuracy', target: next }, run.current).finally(() => setMoved((now) => (now === next ? null : now))));
  useEffect(() => {
    if (moved === null) return undefined;
    const timer = setTimeout(() => store(moved), restMs);
    return () => clearTimeout(timer);
  }, [moved]);
  const outlook = outlookWords(gate.curve, info.p, assumedBy(gate, hasExpert));
  return (
    <div className="grid grid-cols-[auto_1fr_auto] items-center gap-x-2.5 gap-y-0.5 text-xs">
      <span aria-hidden className="font-medium text-local">{percent(least)} right</span>
      <input
        type="range"
        className="dial w-full min-w-16"
        aria-label="How many answers should be right"
        aria-valuetext={`at least ${percent(value)} right`}
        aria-describedby={wordsId}
        min={Math.round(least * 100)}
        max={Math.round(most * 100)}
        step={1}
        value={Math.round(value * 100)}
        onChange={(event) => setMoved(event.target.valueAsNumber / 100)}
        onBlur={() => { if (moved !== null) store(moved); }}
      />
      <span aria-hidden className="font-medium text-expert">{percent(most)}</span>
      <p id={wordsId} className="col-span-3 text-center text-balance text-muted">
        <span className="font-semibold text-ink tabular-nums">{percent(value)}</span> · {moved === null ? info.words : 'at least so many right'}
        {outlook === null || moved !== null ? null : <span className="block text-ink tabular-nums">{outlook}</span>}
      </p>
    </div>
  );
}
