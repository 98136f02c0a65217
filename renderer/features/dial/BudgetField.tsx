import { useId, useState } from 'react';
import type { DialInfo } from '../../../shared/contract/dial.ts';
import { money } from '../../components/format.ts';
import { act } from '../../state/toasts.ts';
import { setMode } from './setMode.ts';

/** What a month may cost, how much of it is spent, and, where it sets the pace, what is saved up for the next questions. */
export function BudgetField({ usdPerMonth, budget, words, isPaced, runningRun }: {
  readonly usdPerMonth: number; readonly budget: DialInfo['budget']; readonly words: string;
  /** False: it is only the limit, and the slider says what is asked. */
  readonly isPaced: boolean;
  readonly runningRun: string | null;
}) {
  const [typed, setTyped] = useState<string | null>(null);
  const id = useId();
  const value = typed ?? String(usdPerMonth);
  const usd = Number(value);
  const isRight = value.trim() !== '' && Number.isFinite(usd) && usd >= 0.01 && usd <= 100_000;
  const store = () => {
    if (typed === null) return;
    if (isRight && usd !== usdPerMonth) act(setMode({ kind: 'budget', usdPerMonth: usd }, runningRun).finally(() => setTyped(null)));
    else setTyped(null);
  };
  return (
    <div className="space-y-1 text-center text-xs">
      <p className="flex flex-wrap items-center justify-center gap-x-2 gap-y-1">
        <label htmlFor={id} className="font-medium">At most, US dollars a month</label>
        <input
          id={id}
          type="number"
          inputMode="decimal"
          min={0.01}
          max={100_000}
          step="any"
          value={value}
          aria-invalid={!isRight}
          aria-describedby={`${id}-words`}
          onChange={(event) => setTyped(event.target.value)}
          onBlur={store}
          // Enter in this field is not meant for the question beside it.
          onKeyDown={(event) => {
            if (event.key !== 'Enter') return;
            event.preventDefault();
            store();
          }}
          className="min-h-7 w-24 rounded-md border border-edge bg-surface px-2 text-right tabular-nums"
        />
        {budget === null ? null : <span className="text-ink tabular-nums">{money(budget.spentUsd)} spent this month{isPaced ? ` · ${money(budget.levelUsd)} saved up for now` : ''}</span>}
      </p>
      <p id={`${id}-words`} className={isRight ? 'text-balance text-muted' : 'text-danger'} role={isRight ? (isPaced ? undefined : 'status') : 'alert'}>{isRight ? words : 'Give an amount from 0.01 to 100,000.'}</p>
    </div>
  );
}
