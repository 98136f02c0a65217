import { FastForward } from 'lucide-react';
import type { StepView } from '../../../shared/trace/view.ts';
import { SeePayload } from './SeePayload.tsx';
import { discardedCallWords } from './words.ts';

/** A call to the expert that was begun early and not needed: what it cost, and what left for it all the same. */
export function DiscardedCall({ runId, step }: { readonly runId: string; readonly step: StepView }) {
  const { discardedCall } = step;
  if (!discardedCall) return null;
  return (
    <div className="mt-1 flex items-start gap-1.5 text-[0.8125rem] text-muted">
      <FastForward aria-hidden size={14} className="mt-0.5 shrink-0" />
      <p>{discardedCallWords(discardedCall)} <SeePayload runId={runId} digest={discardedCall.payloadDigest} /></p>
    </div>
  );
}
