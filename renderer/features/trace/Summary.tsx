import { ChevronRight } from 'lucide-react';
import type { RunView } from '../../../shared/trace/view.ts';
import { runSummary, wouldAskWords } from './words.ts';

/** The trace in one line; unfolds the steps. */
export function Summary({ view, isOpen, onToggle, controls }: {
  readonly view: RunView; readonly isOpen: boolean; readonly onToggle: () => void; readonly controls: string;
}) {
  const would = wouldAskWords(view);
  return (
    <button
      type="button"
      aria-expanded={isOpen}
      aria-controls={controls}
      onClick={onToggle}
      className="-ml-1.5 flex max-w-full flex-wrap items-center gap-x-2 gap-y-1 rounded-md px-1.5 py-1 text-left text-[0.8125rem] text-muted hover:bg-sunken hover:text-ink"
    >
      <ChevronRight aria-hidden size={15} className={`shrink-0 transition-transform ${isOpen ? 'rotate-90' : ''}`} />
      <Strip view={view} />
      <span className="tabular-nums">{runSummary(view)}</span>
      {would ? <span className="text-expert">· {would}</span> : null}
    </button>
  );
}

const longestStrip = 24;

/** One mark per step: a square for this device, a diamond for the expert. */
function Strip({ view }: { readonly view: RunView }) {
  if (view.steps.length < 2 || view.steps.length > longestStrip) return null;
  return (
    <span aria-hidden className="inline-flex items-center gap-1">
      {view.steps.map((step) => (
        <span key={step.index} className={`swatch size-2 ${step.by === 'local' ? 'rounded-[2px] bg-local' : 'rotate-45 bg-expert'} ${step.state === 'writing' ? 'opacity-50' : ''}`} />
      ))}
    </span>
  );
}
