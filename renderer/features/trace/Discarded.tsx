import { ChevronRight } from 'lucide-react';
import type { DiscardedView } from '../../../shared/trace/view.ts';
import { counted, duration } from '../../components/format.ts';

/** What the local model wrote first and the expert replaced: folded, struck through, never hidden. */
export function Discarded({ candidates }: { readonly candidates: readonly DiscardedView[] }) {
  if (candidates.length === 0) return null;
  return (
    <details className="group mt-1 text-xs">
      <summary className="inline-flex list-none items-center gap-1 rounded text-muted hover:text-ink">
        <ChevronRight aria-hidden size={14} className="transition-transform group-open:rotate-90" />
        {counted(candidates.length, 'discarded candidate')}
      </summary>
      {candidates.map((candidate, index) => (
        <div key={index} className="mt-1 ml-4 border-l-2 border-dashed border-line pl-3">
          <p><del className="text-muted">{candidate.text}</del></p>
          <p className="text-xs text-muted">written on this device, {counted(candidate.usage.outputTokens, 'token')}, {duration(candidate.ms)}</p>
        </div>
      ))}
    </details>
  );
}
