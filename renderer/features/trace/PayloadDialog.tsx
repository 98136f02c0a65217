import { useEffect, useState } from 'react';
import type { LedgerEntry } from '../../../shared/contract/entities.ts';
import { toErrorInfo } from '../../../shared/errors.ts';
import { Dialog } from '../../components/Dialog.tsx';
import { call } from '../../state/connection.ts';
import { LedgerRow } from '../expert/LedgerRow.tsx';

/** The ledger's entry of one step: the payload as it was sent. */
export function PayloadDialog({ runId, digest, onClose }: { readonly runId: string; readonly digest: string; readonly onClose: () => void }) {
  const [entry, setEntry] = useState<LedgerEntry | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  useEffect(() => {
    let isGone = false;
    call('ledger.list', { runId, limit: 1000 }).then((entries) => {
      if (isGone) return;
      const found = entries.find((one) => one.payloadDigest === digest);
      if (found) setEntry(found);
      else setFailure('The ledger has no entry with this digest. It was not sent.');
    }, (error: unknown) => { if (!isGone) setFailure(toErrorInfo(error).message); });
    return () => { isGone = true; };
  }, [runId, digest]);
  return (
    <Dialog title="What was sent" onClose={onClose} wide>
      {entry ? <LedgerRow entry={entry} isOpen /> : <p role="status">{failure ?? 'Reading the ledger …'}</p>}
    </Dialog>
  );
}
