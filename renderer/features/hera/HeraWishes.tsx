import { useId, useState } from 'react';
import type { Settings } from '../../../shared/contract/entities.ts';
import type { HeraProfile } from '../../../shared/contract/hera.ts';
import { partIds, type PartId } from '../../../shared/hera/heraFile.ts';
import { call } from '../../state/connection.ts';
import { act } from '../../state/toasts.ts';
import { partQuestions } from './partWords.ts';

/** How much more alike a step has to be than the one before it, in words. */
function strictness(alpha: number): string {
  return alpha === 0 ? 'Every step is held to the same (α = 0).' : `Of each later step, ${alpha.toFixed(2)} more likeness is wanted than of the one before (α).`;
}

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
      <label className="flex items-start gap-2 py-[3px]">
        <input type="checkbox" checked={!isOwn} onChange={() => set(isOwn ? { heraAlpha: null, heraParts: null } : { heraAlpha: profile.alpha, heraParts: profile.partsOn })} className="mt-0.5 size-4 shrink-0 accent-ink" />
        <span>As the profile found best</span>
      </label>
      {isOwn ? (
        <>
          <ul className="pl-6">
            {partIds.map((part) => (
              <li key={part}>
                <label className="flex items-start gap-2 py-[3px]">
                  {/* Without any part nothing would be known of a step. */}
                  <input type="checkbox" checked={parts.includes(part)} disabled={parts.length === 1 && parts.includes(part)} onChange={() => toggle(part)} className="mt-0.5 size-4 shrink-0 accent-ink" />
                  <span>{partQuestions[part].question} <span className="text-muted">({partQuestions[part].name})</span></span>
                </label>
              </li>
            ))}
          </ul>
          <div className="flex flex-wrap items-center gap-x-2 pl-6">
            <label htmlFor={id}>More likeness wanted of each later step</label>
            <input id={id} type="range" className="dial w-32" min={0} max={0.5} step={0.01} value={moved ?? alpha} onChange={(event) => setMoved(event.target.valueAsNumber)} onPointerUp={store} onKeyUp={store} onBlur={store} />
            <span className="font-semibold tabular-nums">α = {(moved ?? alpha).toFixed(2)}</span>
          </div>
        </>
      ) : (
        <div className="pl-6 text-muted">
          <ol className="list-decimal pl-4">{parts.map((part) => <li key={part}>{partQuestions[part].question} ({partQuestions[part].name})</li>)}</ol>
          <p>{strictness(alpha)}</p>
        </div>
      )}
    </fieldset>
  );
}
