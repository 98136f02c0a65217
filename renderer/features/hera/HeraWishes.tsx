import { useId, useState } from 'react';
import type { Settings } from '../../../shared/contract/entities.ts';
import type { HeraProfile } from '../../../shared/contract/hera.ts';
import { partIds, type PartId } from '../../../shared/hera/heraFile.ts';
import { call } from '../../state/connection.ts';
import { act } from '../../state/toasts.ts';
import { partQuestions } from './partWords.ts';

/** α and the parts that run: as the profile found best, or the user's own choice. */
export function HeraWishes({ settings, profile }: { readonly settings: Settings; readonly profile: HeraProfile }) {
  const id = useId();
  const { heraAlpha, heraParts } = settings;
  const isOwn = heraAlpha !== null || heraParts !== null;
  const parts = heraParts ?? profile.partsOn;
  const alpha = heraAlpha ?? profile.alpha;
  const [moved, setMoved] = useState<number | null>(null);
  const set = (patch: Partial<Pick<Settings, 'heraAlpha' | 'heraParts'>>) => act(call('settings.set', patch));
  const toggle = (part: PartId) => set({ heraParts: partIds.filter((other) => (other === part ? !parts.includes(part) : parts.includes(other))) });
  const store = () => {
    if (moved === null) return;
    set({ heraAlpha: moved });
    setMoved(null);
  };
  return (
    <fieldset className="space-y-1.5 border-t border-line pt-2">
      <legend className="sr-only">HERA’s parts</legend>
      <label className="flex items-start gap-2">
        <input type="checkbox" checked={!isOwn} onChange={() => set(isOwn ? { heraAlpha: null, heraParts: null } : { heraAlpha: profile.alpha, heraParts: profile.partsOn })} className="mt-0.5 size-4 accent-ink" />
        <span>As the profile found best</span>
      </label>
      {isOwn ? (
        <>
          <ul className="space-y-1 pl-6">
            {partIds.map((part) => (
              <li key={part}>
                <label className="flex items-start gap-2">
                  {/* Without any part nothing would be known of a step. */}
                  <input type="checkbox" checked={parts.includes(part)} disabled={parts.length === 1 && parts.includes(part)} onChange={() => toggle(part)} className="mt-0.5 size-4 accent-ink" />
                  <span>{partQuestions[part].question} <span className="text-muted">({partQuestions[part].name})</span></span>
                </label>
              </li>
            ))}
          </ul>
          <div className="flex flex-wrap items-center gap-x-2 pl-6">
            <label htmlFor={id}>Each later step has to be more alike by</label>
            <input id={id} type="range" className="dial w-32" min={0} max={0.5} step={0.01} value={moved ?? alpha} onChange={(event) => setMoved(event.target.valueAsNumber)} onPointerUp={store} onKeyUp={store} onBlur={store} />
            <span className="font-semibold tabular-nums">α = {(moved ?? alpha).toFixed(2)}</span>
          </div>
        </>
      ) : <p className="pl-6 text-muted">{parts.map((part) => partQuestions[part].name).join(', ')}; each later step has to be more alike by α = {alpha.toFixed(2)}.</p>}
    </fieldset>
  );
}
