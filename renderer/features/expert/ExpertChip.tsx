import { KeyRound, Plus, TriangleAlert } from 'lucide-react';
import type { AppInfo } from '../../../shared/contract/entities.ts';
import { WriterIcon } from '../../components/WriterIcon.tsx';
import { useTandem } from '../../state/tandem.ts';
import { openSettings, useUi } from '../../state/ui.ts';

/** Who is asked, or what is missing until somebody can be. */
export function ExpertChip() {
  const expert = useTandem((state) => state.app?.expert);
  if (!expert) return null;
  const { words, look } = chip(expert);
  const open = () => {
    if (expert.state === 'needsAgreement') useUi.setState({ isAgreementOpen: true });
    else openSettings('expert');
  };
  return (
    <button type="button" aria-label={`Expert: ${words}`} onClick={open} className={`inline-flex min-h-8 min-w-0 items-center gap-1.5 rounded-full border px-2.5 text-[0.8125rem] font-medium ${look}`}>
      <ChipIcon expert={expert} />
      <span className="max-w-44 truncate max-sm:max-w-24">{words}</span>
    </button>
  );
}

function ChipIcon({ expert }: { readonly expert: AppInfo['expert'] }) {
  switch (expert.state) {
    case 'none':
      return <Plus aria-hidden size={14} className="shrink-0" />;
    case 'needsKey':
      return <KeyRound aria-hidden size={14} className="shrink-0" />;
    case 'ready':
      return <WriterIcon by="expert" expert={expert.card} />;
    case 'needsAgreement':
    case 'needsModel':
    case 'failed':
      return <TriangleAlert aria-hidden size={14} className="shrink-0" />;
  }
}

function chip(expert: AppInfo['expert']): { readonly words: string; readonly look: string } {
  const wanting = 'border-warn bg-warn-soft text-warn';
  switch (expert.state) {
    case 'none':
      return { words: 'Add an expert', look: 'border-dashed border-edge text-muted hover:text-ink' };
    case 'ready':
      return { words: expert.card.name, look: 'border-expert bg-expert-soft text-expert' };
    case 'needsKey':
      return { words: 'needs a key', look: wanting };
    case 'needsAgreement':
      return { words: 'needs your agreement', look: wanting };
    case 'needsModel':
      return { words: 'needs its model', look: wanting };
    case 'failed':
      return { words: 'not usable', look: wanting };
  }
}
