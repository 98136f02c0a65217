import { Check, X } from 'lucide-react';
import type { ReactNode } from 'react';
import type { TreePicture } from '../../../shared/contract/hera.ts';

/** What the marks of the picture mean. */
export function TreeLegend({ meetsBy }: Pick<TreePicture, 'meetsBy'>) {
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1 text-xs text-muted">
      <Entry sign={<span className="swatch size-3 rounded-[3px] border-[1.5px] border-local bg-local-soft" />}>written here</Entry>
      <Entry sign={<span className="swatch size-2.5 rotate-45 border-[1.5px] border-expert bg-expert-soft" />}>by the expert</Entry>
      <Entry sign={<span className="grid size-4 place-items-center rounded-full border border-dashed border-ink text-[0.5625rem] font-semibold text-ink">1</span>}>
        ways that meet: the same number says the same{meetsBy === 'words' ? ' (told by numbers and words; with the embedding model, by meaning)' : ''}
      </Entry>
      <Entry sign={<Check size={14} strokeWidth={3} className="text-local" />}>right answer</Entry>
      <Entry sign={<X size={14} strokeWidth={3} className="text-danger" />}>wrong answer</Entry>
      <Entry sign={<span className="w-4 border-t border-dashed border-edge" />}>from here on only some ways, drawn by chance</Entry>
    </ul>
  );
}

function Entry({ sign, children }: { readonly sign: ReactNode; readonly children: ReactNode }) {
  return <li className="inline-flex items-center gap-1.5"><span aria-hidden className="inline-flex shrink-0">{sign}</span><span>{children}</span></li>;
}
