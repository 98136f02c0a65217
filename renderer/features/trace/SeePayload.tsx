import { useState } from 'react';
import { PayloadDialog } from './PayloadDialog.tsx';

/** Opens the payload of one call as the ledger has it. */
export function SeePayload({ runId, digest }: { readonly runId: string; readonly digest: string }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <button type="button" className="rounded text-ink underline underline-offset-2" onClick={() => setOpen(true)}>See exactly what was sent</button>
      {isOpen ? <PayloadDialog runId={runId} digest={digest} onClose={() => setOpen(false)} /> : null}
    </>
  );
}
