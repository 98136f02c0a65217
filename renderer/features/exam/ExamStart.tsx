import { useId, useState } from 'react';
import type { ExamSource } from '../../../shared/contract/gate.ts';
import { Button } from '../../components/Button.tsx';
import { Choices, fieldLook } from '../../components/Choice.tsx';
import { call } from '../../state/connection.ts';
import { useTandem } from '../../state/tandem.ts';
import { examLengths, limitsOf, type ExamLength } from './examLength.ts';
import { ExamplesField } from './ExamplesField.tsx';
import { ExpertInExam } from './ExpertInExam.tsx';
import { Problem } from '../../components/Problem.tsx';
import type { ExamplesRead } from './readExamples.ts';
import { useAttempt } from '../../components/useAttempt.ts';

/** Chooses the problems and how long it may take, and begins. */
export function ExamStart() {
  const isReady = useTandem((state) => state.app?.local.state === 'ready');
  const [kind, setKind] = useState<ExamSource['kind']>('builtIn');
  const [file, setFile] = useState<ExamplesRead | null>(null);
  const [length, setLength] = useState<ExamLength>('minute');
  const [count, setCount] = useState('50');
  const [asksItself, setAsksItself] = useState(false);
  const { problem, isBusy, attempt } = useAttempt();
  const countId = useId();
  const source: ExamSource | null = kind === 'builtIn' ? { kind } : file?.ok ? { kind, name: file.name, text: file.text } : null;
  const limits = limitsOf(length, count);
  const missing = !isReady ? 'The local model must be open first.' : source === null ? 'Choose a file first.' : limits === null ? 'Enter a whole number of problems, from 1 to 100000.' : null;
  const start = () => {
    if (source === null || limits === null) return;
    attempt(() => call('exam.start', { source, ...limits, ...(asksItself ? { asksItself } : {}) }));
  };
  const chooseKind = (next: ExamSource['kind']) => {
    setKind(next);
    if (next === 'builtIn' && length === 'all') setLength('minute');
  };
  return (
    <form className="space-y-4" onSubmit={(event) => { event.preventDefault(); start(); }}>
      <section>
        <h3 className="mb-2 text-sm font-semibold">Problems</h3>
        <Choices
          name="Problems"
          value={kind}
          options={[
            { value: 'builtIn', label: 'Built in', words: 'Word problems made by Tandem, each with its known steps. Needs no download and no key.' },
            { value: 'examples', label: 'My own examples', words: 'Questions with their answers, so that the curve speaks of what you ask.' },
          ]}
          onChange={chooseKind}
        />
        {kind === 'examples' ? <ExamplesField file={file} onRead={setFile} /> : null}
      </section>
      <section>
        <h3 className="mb-2 text-sm font-semibold">How long</h3>
        <Choices name="How long" value={length} options={examLengths.filter(({ value }) => value !== 'all' || kind === 'examples')} onChange={setLength} />
        {length === 'count' ? (
          <p className="mt-2 flex items-center gap-2 text-sm">
            <label htmlFor={countId}>Problems</label>
            <input id={countId} type="number" inputMode="numeric" min={1} max={100_000} step={1} value={count} aria-invalid={limits === null} onChange={(event) => setCount(event.target.value)} className={`${fieldLook} max-w-28`} />
          </p>
        ) : null}
      </section>
      <label className="flex items-start gap-2 text-sm">
        <input type="checkbox" checked={asksItself} onChange={(event) => setAsksItself(event.target.checked)} className="mt-0.5 size-4 shrink-0 accent-ink" />
        <span>
          Also question the model about its own steps (slower)
          <span className="block text-[0.8125rem] text-muted">After each step: whether it is right, and what it comes to when written again. Kept only if that tells wrong from right clearly better; then steps in doubt are questioned in use, too.</span>
        </span>
      </label>
      <ExpertInExam ownExamples={kind === 'examples'} />
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Button type="submit" look="primary" disabled={missing !== null || isBusy}>Begin the exam</Button>
        {missing === null ? null : <p className="text-[0.8125rem] text-muted">{missing}</p>}
      </div>
      <Problem words={problem} />
    </form>
  );
}
