import { useEffect, useState } from 'react';
import type { LedgerEntry } from '../../../shared/contract/entities.ts';
import { toErrorInfo } from '../../../shared/errors.ts';
import { counted, money } from '../../components/format.ts';
import { Dialog } from '../../components/Dialog.tsx';
import { call } from '../../state/connection.ts';
import { useTandem } from '../../state/tandem.ts';
import { useUi } from '../../state/ui.ts';
import { LedgerRow } from './LedgerRow.tsx';

const limit = 500;

/** Everything that was given to an expert, newest first. */
export function LedgerDialog() {
  const [entries, setEntries] = useState<readonly LedgerEntry[] | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const spent = useTandem((state) => state.app?.spentThisMonthUsd ?? 0);
  useEffect(() => {
    call('ledger.list', { limit }).then(setEntries, (error: unknown) => setFailure(toErrorInfo(error).message));
  }, [spent]);
  const left = entries?.filter((entry) => entry.where === 'remote').length ?? 0;
  return (
    <Dialog title="What left this device" onClose={() => useUi.setState({ isLedgerOpen: false })} wide>
      {entries === null ? <p role="status">{failure ?? 'Reading the ledger …'}</p> : (
        <>
          <p className="text-sm text-muted">
            {left === 0 ? 'Nothing has left this device.' : `${counted(left, 'payload')} left this device.`} Spent this month: {money(spent)}.
            {entries.length > left ? ` ${counted(entries.length - left, 'more was', 'more were')} given to a larger model here.` : ''}
          </p>
          <div className="mt-3 space-y-2">{entries.map((entry) => <LedgerRow key={entry.id} entry={entry} />)}</div>
          {entries.length === limit ? <p className="mt-2 text-sm text-muted">Only the newest {limit} are shown.</p> : null}
        </>
      )}
    </Dialog>
  );
}
