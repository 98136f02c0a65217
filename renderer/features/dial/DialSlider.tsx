import { useEffect, useId, useRef, useState } from 'react';
import type { PolicyId } from '../../../shared/switching/policy.ts';
import type { ExamState, GateInfo } from '../../../shared/contract/gate.ts';
import { call } from '../../state/connection.ts';
import { useTandem } from '../../state/tandem.ts';
import { act } from '../../state/toasts.ts';
import { openExam } from '../../state/ui.ts';
import { assumedBy, basisWords, outlookWords, shortOutlook } from './curveWords.ts';
import { DialCurve } from './DialCurve.tsx';
import { dialMeaning, dialOf, dialValue, positionOf } from './dialWords.ts';

/** Waits until the thumb rests before it is stored; a running answer takes the value from its next step on. */
const restMs = 120;

/**
 * How much the expert is asked: left keeps everything here, right asks for every step.
 * @param props.policy chosen for the next question alone; null: the settings'
 */
export function DialSlider({ runningRun, policy: own = null }: { readonly runningRun: string | null; readonly policy?: PolicyId | null }) {
  const stored = useTandem((state) => state.settings?.dial ?? 0.5);
  const policy = useTandem((state) => own ?? state.settings?.policy ?? 'adaswitch');
  // What is known is known of AdaSwitch's gate; other policies read the slider otherwise.
  const gate = useTandem((state) => (state.settings !== null && policy === 'adaswitch' ? state.gate : null));
  const isCalibrated = useTandem((state) => state.gate?.isCalibrated ?? false);
  const hasExpert = useTandem((state) => state.app?.expert.state === 'ready' || state.app?.expert.state === 'needsAgreement');
  const exam = useTandem((state) => state.exam?.state ?? 'idle');
  const isKnown = useTandem((state) => state.settings !== null);
  const [moved, setMoved] = useState<number | null>(null);
  const meaningId = useId();
  const dial = moved ?? stored;
  const run = useRef(runningRun);
  useEffect(() => { run.current = runningRun; }, [runningRun]);

  useEffect(() => {
    if (moved === null) return undefined;
    const timer = setTimeout(() => {
      act(store(moved, run.current).finally(() => setMoved((now) => (now === moved ? null : now))));
    }, restMs);
    return () => clearTimeout(timer);
  }, [moved]);

  const meaning = dialMeaning(dial, policy, isCalibrated);
  const curve = gate?.curve ?? [];
  const assumed = gate === null ? 'nothing' : assumedBy(gate, hasExpert);
  const outlook = outlookWords(curve, dial, assumed);
  const spoken = shortOutlook(curve, dial, assumed);
  return (
    <div className="grid grid-cols-[auto_1fr_auto] items-center gap-x-2.5 gap-y-0.5 text-xs">
      {/* In a low window (200 % zoom) the picture would take the answer's place; the words below say the same. */}
      {curve.length > 0 ? <div className="contents [@media(max-height:34rem)]:hidden"><DialCurve curve={curve} dial={dial} /></div> : null}
      <span aria-hidden className="font-medium text-local">private &amp; cheap</span>
      <input
        type="range"
        className="dial w-full min-w-16"
        aria-label="How much to ask the expert"
        aria-valuetext={`${dialValue(dial)}: ${meaning}${spoken === null ? '' : `; ${spoken}`}`}
        aria-describedby={meaningId}
        min={0}
        max={100}
        step={1}
        disabled={!isKnown}
        value={positionOf(dial)}
        onChange={(event) => setMoved(dialOf(event.target.valueAsNumber))}
        // Whoever leaves the slider may send a question at once: it counts already.
        onBlur={() => { if (moved !== null) act(store(moved, run.current)); }}
      />
      <span aria-hidden className="font-medium text-expert">accurate</span>
      <p id={meaningId} className="col-span-3 text-center text-balance text-muted">
        <span className="font-semibold text-ink tabular-nums">{dialValue(dial)}</span> · {meaning}
        {outlook === null ? null : <span className="block text-ink tabular-nums">{outlook}</span>}
      </p>
      {gate === null ? null : (
        <p className="col-span-3 text-center text-balance text-muted">
          {basisWords(gate)} <button type="button" onClick={openExam} className="font-medium text-ink underline underline-offset-2">{examLink(exam, gate.basis)}</button>
        </p>
      )}
    </div>
  );
}

/** What opens the exam says how it stands. */
function examLink(exam: ExamState['state'], basis: GateInfo['basis']): string {
  if (exam === 'running') return 'An exam is running';
  if (exam === 'paused') return 'An exam is paused';
  return basis === 'exam' ? 'See the exam' : 'Take an exam';
}

async function store(dial: number, runId: string | null): Promise<void> {
  await Promise.all([call('settings.set', { dial }), runId === null ? null : call('runs.setDial', { runId, dial })]);
}
