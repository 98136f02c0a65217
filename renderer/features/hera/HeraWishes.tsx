import { useId, useState, type ReactNode } from 'react';
import type { Settings } from '../../../shared/contract/entities.ts';
import type { HeraInfo, HeraProfile } from '../../../shared/contract/hera.ts';
import { partIds, type PartId } from '../../../shared/hera/heraFile.ts';
import { call } from '../../state/connection.ts';
import { act } from '../../state/toasts.ts';
import { partQuestions } from './partWords.ts';

/** How much more alike a step has to be than the one before it, in words. */
function strictness(alpha: number): string {
  return alpha === 0 ? 'Every step is held to the same (α = 0).' : `Of each later step, ${alpha.toFixed(2)} more likeness is wanted than of the one before (α).`;
}

/** α and the parts that run: as the profile found best, or the user's own choice. */
export function HeraWishes({ settings, profile, lacks = {} }: { readonly settings: Settings; readonly profile: HeraProfile; readonly lacks?: HeraInfo['lacks'] | undefined }) {
  const id = useId();
  const { heraAlpha, heraParts, heraSseBy } = settings;
  const isOwn = heraAlpha !== null || heraParts !== null || heraSseBy !== null;
  const sseBy = heraSseBy ?? profile.sseBy;
  const parts = heraParts ?? profile.partsOn;
  const alpha = heraAlpha ?? profile.alpha;
  const [moved, setMoved] = useState<number | null>(null);
  const set = (patch: Partial<Pick<Settings, 'heraAlpha' | 'heraParts' | 'heraSseBy'>>) => act(call('settings.set', patch));
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
        <input type="checkbox" checked={!isOwn} onChange={() => set(isOwn ? { heraAlpha: null, heraParts: null, heraSseBy: null } : { heraAlpha: profile.alpha, heraParts: profile.partsOn })} className="mt-0.5 size-4 shrink-0 accent-ink" />
        <span>As the profile found best</span>
      </label>
      {isOwn ? (
        <>
          <ul className="pl-6">
            {partIds.map((part) => (
              <li key={part}>
                {/* Without any part nothing would be known of a step. */}
                <Tick isOn={parts.includes(part)} isFixed={parts.length === 1 && parts.includes(part)} lacks={lacks[part]} onChange={() => toggle(part)}>
                  {partQuestions[part].question} <span className="text-muted">({partQuestions[part].name})</span>
                </Tick>
                {part === 'sse' && parts.includes('sse') ? (
                  <div className="pl-6">
                    <Tick isOn={sseBy === 'prediction'} isFixed={sseBy === 'prediction' && lacks.likeness !== undefined} lacks={lacks.prediction} onChange={() => set({ heraSseBy: sseBy === 'prediction' ? 'likeness' : 'prediction' })}>
                      The paper’s way: foretell the expert’s step, and compare <span className="text-muted">(a completion for each step)</span>
                    </Tick>
                  </div>
                ) : null}
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
          {parts.includes('sse') && sseBy === 'prediction' ? <p>The expert’s step is foretold and compared, as in the paper.</p> : null}
          <p>{strictness(alpha)}</p>
        </div>
      )}
    </fieldset>
  );
}

/** A part that can say nothing for this pair cannot be switched on, and says why; one that is on can be switched off. */
function Tick({ isOn, isFixed, lacks, onChange, children }: { readonly isOn: boolean; readonly isFixed: boolean; readonly lacks: string | undefined; readonly onChange: () => void; readonly children: ReactNode }) {
  const id = useId();
  const isOut = lacks !== undefined && !isOn;
  return (
    <>
      <label className="flex items-start gap-2 py-[3px]">
        <input type="checkbox" checked={isOn} disabled={isFixed || isOut} aria-describedby={lacks === undefined ? undefined : id} onChange={onChange} className="mt-0.5 size-4 shrink-0 accent-ink" />
        <span className={isOut ? 'text-muted' : undefined}>{children}</span>
      </label>
      {lacks === undefined ? null : <p id={id} className="pl-6 text-muted">Not learnt for these two: {lacks}.</p>}
    </>
  );
}
