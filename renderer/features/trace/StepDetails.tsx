import { ChevronRight, Upload } from 'lucide-react';
import type { StepView } from '../../../shared/trace/view.ts';
import { HeraWay } from './HeraWay.tsx';
import { isOfWay, signsOf } from './wayStops.ts';
import { ScoreBar } from './ScoreBar.tsx';
import { SeePayload } from './SeePayload.tsx';
import { asSentence, earlyWords, redactionWords } from './words.ts';

/** Why this writer: the score as a bar, the reason in words, and behind it what was looked at. */
export function Why({ step }: { readonly step: StepView }) {
  const why = step.escalation?.why ?? step.scores.at(-1)?.why ?? step.why;
  const parts = signsOf(step);
  const hasParts = step.scores.some(({ score }) => score.parts.length > 0);
  const isWay = step.scores.some(({ score }) => score.parts.some(isOfWay));
  const basis = step.scores.at(-1)?.score.basis;
  if (!why && step.scores.length === 0) return null;
  const reason = why ? <span>Why: {asSentence(why)}</span> : null;
  return (
    <div className="mt-1 flex flex-wrap items-start gap-x-3 gap-y-0.5 text-xs text-muted">
      {step.scores.map((scored) => <ScoreBar key={scored.stage} scored={scored} />)}
      {!hasParts ? reason : (
        <details className="group -my-0.5">
          <summary className="flex list-none items-start gap-1 rounded hover:text-ink">
            <ChevronRight aria-hidden size={13} className="mt-0.5 shrink-0 transition-transform group-open:rotate-90" />
            {reason}
          </summary>
          {isWay ? <HeraWay step={step} /> : null}
          {parts.length === 0 && basis === undefined ? null : <ul className="mt-1 ml-1.5 space-y-0.5 border-l-2 border-line pl-3">
            {parts.slice(0, weightiest).map((part, place) => <li key={`${part.id} ${place}`}>{part.words}{part.effect}</li>)}
            {parts.length > weightiest ? <li>and {parts.length - weightiest} smaller signs</li> : null}
            {basis === undefined ? null : <li>{basis}{step.scores.at(-1)?.score.meaning === 'unlike' ? ' Unlike 0 says the same, unlike 1 something else altogether.' : ''}</li>}
          </ul>}
        </details>
      )}
    </div>
  );
}

/** The parts that weighed most; the rest moves little. */
const weightiest = 3;

/** What left for this step: to whom, what was replaced, and the payload itself. */
export function Escalation({ runId, step }: { readonly runId: string; readonly step: StepView }) {
  const { escalation } = step;
  if (!escalation) return null;
  return (
    <div className="mt-1 flex items-start gap-1.5 text-[0.8125rem] text-muted">
      <Upload aria-hidden size={14} className="mt-0.5 shrink-0" />
      <p>
        {escalation.where === 'remote'
          ? `Sent to ${escalation.to}; ${redactionWords(escalation.redactions)}. `
          : `Given to ${escalation.to} on this device; nothing left it. `}
        {earlyWords(escalation)}
        <SeePayload runId={runId} digest={escalation.payloadDigest} />
      </p>
    </div>
  );
}
