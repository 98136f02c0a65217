import { Sparkles, X } from 'lucide-react';
import { Button, IconButton } from '../../components/Button.tsx';
import { listed } from '../../components/format.ts';
import { openSettings, useUi } from '../../state/ui.ts';

/** A quiet offer, once per session after it was waved away. */
export function OfferExpert({ wouldAsk }: { readonly wouldAsk: readonly number[] }) {
  const isHidden = useUi((state) => state.isOfferHidden);
  if (isHidden) return null;
  return (
    <aside aria-label="Add an expert" className="mt-3 flex flex-wrap items-center gap-x-3 gap-y-2 rounded-lg border border-dashed border-edge px-3 py-2 text-[0.8125rem]">
      <Sparkles aria-hidden size={15} className="shrink-0 text-expert" />
      <p className="min-w-48 flex-1 text-muted">
        {wouldAsk.length > 0 ? `An expert would have been asked at ${wouldAsk.length === 1 ? 'step' : 'steps'} ${listed(wouldAsk)}. ` : ''}
        Add one for hard steps: Claude, a server of yours, or a larger model on this device.
      </p>
      <Button small onClick={() => openSettings('expert')}>Add an expert</Button>
      <IconButton name="Not now" onClick={() => useUi.setState({ isOfferHidden: true })}><X aria-hidden size={15} /></IconButton>
    </aside>
  );
}
