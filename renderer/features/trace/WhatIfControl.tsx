import { useId } from 'react';
import { whatIf } from '../../../shared/switching/whatIf.ts';
import type { RunView } from '../../../shared/trace/view.ts';
import { useTandem } from '../../state/tandem.ts';
import { dialOf, dialValue, positionOf } from '../dial/dialWords.ts';
import { whatIfWords } from './whatIfWords.ts';

/** The dial, moved over an answer that is done: who would have written what. No model runs. */
export function WhatIfControl({ view, dial, onChange }: { readonly view: RunView; readonly dial: number | null; readonly onChange: (dial: number | null) => void }) {
  const wordsId = useId();
  const usualUsd = useTandem((state) => state.gate?.usdPerStep ?? null);
  const now = dial ?? view.dial ?? 0.5;
  return (
    <div className="mt-1.5 mb-2 flex flex-wrap items-center gap-x-3 gap-y-1 text-xs text-muted">
      <label className="inline-flex items-center gap-2">
        What if the slider stood at
        <input
          type="range" className="dial w-32" min={0} max={100} step={1} value={positionOf(now)} aria-valuetext={dialValue(now)} aria-describedby={wordsId}
          onChange={(event) => onChange(dialOf(event.target.valueAsNumber))}
        />
        <span className="font-semibold text-ink tabular-nums">{dialValue(now)}</span>
      </label>
      <span id={wordsId} role="status">{dial === null ? '' : whatIfWords(whatIf(view, dial, usualUsd))}</span>
      {dial === null ? null : <button type="button" className="rounded underline underline-offset-2 hover:text-ink" onClick={() => onChange(null)}>as it was</button>}
    </div>
  );
}
