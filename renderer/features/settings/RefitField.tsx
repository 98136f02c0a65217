import { useId, useState } from 'react';
import type { Settings } from '../../../shared/contract/entities.ts';
import { refitBounds } from '../../../shared/learn/challenger/refitEvery.ts';
import { call } from '../../state/connection.ts';
import { act } from '../../state/toasts.ts';

/** After how much use something is learnt anew: one number for the marks of the user and for the answers of a profiled pair. */
export function RefitField({ settings: { refitEvery } }: { readonly settings: Pick<Settings, 'refitEvery'> }) {
  const [typed, setTyped] = useState<string | null>(null);
  const id = useId();
  const value = typed ?? String(refitEvery);
  const { low, high } = refitBounds;
  const isRight = isAllowed(value);
  const type = (text: string) => {
    setTyped(text);
    // At once, as everywhere in the settings: they may be closed by a key while the field still has the focus.
    if (isAllowed(text) && Number(text) !== refitEvery) act(call('settings.set', { refitEvery: Number(text) }));
  };
  return (
    <section>
      <h3 className="mb-2 text-sm font-semibold">How often something is learnt anew</h3>
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-sm">
        <label htmlFor={id}>Marks, or answers, before the next try</label>
        <input id={id} type="number" inputMode="numeric" min={low} max={high} step={1} value={value} aria-invalid={!isRight} aria-describedby={`${id}-words`} onChange={(event) => type(event.target.value)} onBlur={() => setTyped(null)} className="min-h-7 w-24 rounded-md border border-edge bg-surface px-2 text-right tabular-nums" />
      </p>
      <p id={`${id}-words`} role="status" className={`mt-1 text-[0.8125rem] ${isRight ? 'text-muted' : 'text-danger'}`}>
        {isRight
          ? 'After so many marks of yours the percentages are learnt anew; after so many answers of a profiled pair of models, how HERA tells that both would write the same. More make a try rarer and surer.'
          : `Give a whole number from ${low} to ${high.toLocaleString('en')}. Until then it is ${refitEvery.toLocaleString('en')}.`}
      </p>
    </section>
  );
}

function isAllowed(text: string): boolean {
  const count = Number(text);
  return text.trim() !== '' && Number.isInteger(count) && count >= refitBounds.low && count <= refitBounds.high;
}
