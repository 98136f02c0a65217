import { ChevronRight, Upload } from 'lucide-react';
import { useState } from 'react';
import type { StepView } from '../../../shared/trace/view.ts';
import { Button } from '../../components/Button.tsx';
import { PayloadDialog } from './PayloadDialog.tsx';
import { asSentence, redactionWords } from './words.ts';

/** Why this writer, in words, and what was looked at for the score. */
export function Why({ step }: { readonly step: StepView }) {
  const why = step.escalation?.why ?? step.scores.at(-1)?.why ?? step.why;
  const parts = step.scores.flatMap(({ score }) => score.parts);
  if (!why) return null;
  if (parts.length === 0) return <p className="mt-1.5 text-[0.8125rem] text-muted">Why: {asSentence(why)}</p>;
  return (
    <details className="group mt-1.5 text-[0.8125rem] text-muted">
      <summary className="inline-flex list-none items-center gap-1 rounded hover:text-ink">
        <ChevronRight aria-hidden size={14} className="shrink-0 transition-transform group-open:rotate-90" />
        <span>Why: {asSentence(why)}</span>
      </summary>
      <ul className="mt-1 ml-4 border-l-2 border-line pl-3">
        {parts.map((part) => <li key={part.id}>{part.words}</li>)}
      </ul>
    </details>
  );
}

/** What left for this step: to whom, what was replaced, and the payload itself. */
export function Escalation({ runId, step }: { readonly runId: string; readonly step: StepView }) {
  const [isOpen, setOpen] = useState(false);
  const { escalation } = step;
  if (!escalation) return null;
  return (
    <p className="mt-1.5 flex flex-wrap items-center gap-x-2 text-[0.8125rem] text-muted">
      <Upload aria-hidden size={13} />
      {escalation.where === 'remote'
        ? <span>Sent to {escalation.to}; {redactionWords(escalation.redactions)}.</span>
        : <span>Given to {escalation.to} on this device; nothing left it.</span>}
      <Button look="quiet" small className="underline" onClick={() => setOpen(true)}>See exactly what was sent</Button>
      {isOpen ? <PayloadDialog runId={runId} digest={escalation.payloadDigest} onClose={() => setOpen(false)} /> : null}
    </p>
  );
}
