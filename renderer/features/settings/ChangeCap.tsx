import { useId, useState } from 'react';
import type { Agreement } from '../../../shared/contract/agreement.ts';
import { Button } from '../../components/Button.tsx';
import { fieldLook } from '../../components/Choice.tsx';
import { Problem } from '../../components/Problem.tsx';
import { useAttempt } from '../../components/useAttempt.ts';
import { call } from '../../state/connection.ts';

/** Another cap for a host that was agreed to. The price stays the one that was agreed to: a dearer model is asked about all the same. */
export function ChangeCap({ host, agreement: { capUsd, price }, onDone }: { readonly host: string; readonly agreement: Agreement; readonly onDone: () => void }) {
  const [cap, setCap] = useState(String(capUsd));
  const { problem, isBusy, attempt } = useAttempt();
  const id = useId();
  const usd = Number(cap);
  const isValid = cap.trim() !== '' && Number.isFinite(usd) && usd >= 0;
  const store = async () => {
    await call('expert.agree', { key: host, capUsd: usd, ...(price === undefined ? {} : { price }) });
    onDone();
  };
  return (
    <form className="mt-2" onSubmit={(event) => { event.preventDefault(); attempt(store); }}>
      <div className="flex flex-wrap items-center gap-2">
        <label htmlFor={id} className="text-sm font-medium">At most at {host}, US dollars a month</label>
        <input id={id} autoFocus type="number" inputMode="decimal" min={0} step="any" value={cap} aria-invalid={!isValid} aria-describedby={`${id}-words`} onChange={(event) => setCap(event.target.value)} className={`${fieldLook} max-w-28`} />
        <Button type="submit" small disabled={!isValid || isBusy}>Set cap</Button>
      </div>
      <p id={`${id}-words`} role={isValid ? undefined : 'alert'} className={`mt-1 text-[0.8125rem] ${isValid ? 'text-muted' : 'text-danger'}`}>{isValid ? 'Counts at once, for what was spent this month, too.' : 'Enter an amount of 0 or more.'}</p>
      <Problem words={problem} />
    </form>
  );
}
