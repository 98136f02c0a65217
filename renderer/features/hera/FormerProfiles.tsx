import type { FormerProfile } from '../../../shared/contract/hera.ts';
import { Button } from '../../components/Button.tsx';

/** The pair's earlier profiles and the way back to each; the one in use then takes its place in the list. */
export function FormerProfiles({ formers, isBusy, onUse }: { readonly formers: readonly FormerProfile[]; readonly isBusy: boolean; readonly onUse: (index: number) => void }) {
  if (formers.length === 0) return null;
  return (
    <div>
      <h4 className="font-semibold">Earlier profiles</h4>
      <ul className="divide-y divide-line">
        {formers.map((former) => (
          <li key={former.index} className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1 py-1.5">
            <span className="min-w-52 flex-1 tabular-nums">{words(former)}</span>
            <Button small aria-label={`Use this one: ${words(former)}`} disabled={isBusy} onClick={() => onUse(former.index)}>Use this one</Button>
          </li>
        ))}
      </ul>
    </div>
  );
}

function words({ date, data, requests, isRefitted }: FormerProfile): string {
  return `${date.slice(0, 10)} · ${requests} requests (${data})${isRefitted ? ', learnt anew from use' : ''}`;
}
