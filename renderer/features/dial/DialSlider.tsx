import { useEffect, useId, useRef, useState } from 'react';
import { call } from '../../state/connection.ts';
import { useTandem } from '../../state/tandem.ts';
import { act } from '../../state/toasts.ts';
import { dialMeaning, dialOf, dialValue, positionOf } from './dialWords.ts';

/** Waits until the thumb rests before it is stored; a running answer takes the value from its next step on. */
const restMs = 120;

/** How much the expert is asked: left keeps everything here, right asks for every step. */
export function DialSlider({ runningRun }: { readonly runningRun: string | null }) {
  const stored = useTandem((state) => state.settings?.dial ?? 0.5);
  const policy = useTandem((state) => state.settings?.policy ?? 'adaswitch');
  const isKnown = useTandem((state) => state.settings !== null);
  const [moved, setMoved] = useState<number | null>(null);
  const meaningId = useId();
  const dial = moved ?? stored;
  const run = useRef(runningRun);
  useEffect(() => { run.current = runningRun; }, [runningRun]);

  useEffect(() => {
    if (moved === null) return undefined;
    const timer = setTimeout(() => {
      act(store(moved, run.current).finally(() => setMoved((now) => (now === moved ? null : now))));
    }, restMs);
    return () => clearTimeout(timer);
  }, [moved]);

  const meaning = dialMeaning(dial, policy);
  return (
    <div className="grid grid-cols-[auto_1fr_auto] items-center gap-x-2.5 gap-y-0.5 text-xs">
      <span aria-hidden className="font-medium text-local">private &amp; cheap</span>
      <input
        type="range"
        className="dial w-full min-w-16"
        aria-label="How much to ask the expert"
        aria-valuetext={`${dialValue(dial)}: ${meaning}`}
        aria-describedby={meaningId}
        min={0}
        max={100}
        step={1}
        disabled={!isKnown}
        value={positionOf(dial)}
        onChange={(event) => setMoved(dialOf(event.target.valueAsNumber))}
        // Whoever leaves the slider may send a question at once: it counts already.
        onBlur={() => { if (moved !== null) act(store(moved, run.current)); }}
      />
      <span aria-hidden className="font-medium text-expert">accurate</span>
      <p id={meaningId} className="col-span-3 text-center text-muted"><span className="font-semibold text-ink tabular-nums">{dialValue(dial)}</span> · {meaning}</p>
    </div>
  );
}

async function store(dial: number, runId: string | null): Promise<void> {
  await Promise.all([call('settings.set', { dial }), runId === null ? null : call('runs.setDial', { runId, dial })]);
}
