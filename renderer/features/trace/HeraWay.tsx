import type { StepView } from '../../../shared/trace/view.ts';
import { aheadWords, wayOf } from './wayStops.ts';

/** How it was foretold whether the expert would write the same, question by question. */
export function HeraWay({ step }: { readonly step: StepView }) {
  const ahead = aheadWords(step.scores.at(-1)?.score ?? {});
  return (
    <ol aria-label="The way to this decision" className="mt-1 ml-6 max-w-[46rem] list-decimal space-y-1">
      {wayOf(step).map(({ id, question, found }, place) => (
        <li key={`${id} ${place}`} className={id === 'outcome' ? 'font-medium text-ink' : undefined}>
          {question === null ? null : <span className="text-ink">{question} </span>}
          {found}
          {id === 'cd' && ahead.length > 0 ? <span className="block">Foretold {ahead.join('; ')}.</span> : null}
        </li>
      ))}
    </ol>
  );
}
