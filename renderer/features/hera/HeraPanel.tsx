import { useState } from 'react';
import type { Settings } from '../../../shared/contract/entities.ts';
import type { HeraInfo } from '../../../shared/contract/hera.ts';
import { Button } from '../../components/Button.tsx';
import { CopyButton } from '../../components/CopyButton.tsx';
import { counted } from '../../components/format.ts';
import { call } from '../../state/connection.ts';
import { useTandem } from '../../state/tandem.ts';
import { useUi } from '../../state/ui.ts';
import { Problem } from '../../components/Problem.tsx';
import { useAttempt } from '../../components/useAttempt.ts';
import { AutomaticHint } from './AutomaticHint.tsx';
import { EmbeddingModel } from './EmbeddingModel.tsx';
import { FormerProfiles } from './FormerProfiles.tsx';
import { HeraWishes } from './HeraWishes.tsx';
import { ProfileFigures } from './ProfileFigures.tsx';
import { useAnswer } from './useAnswer.ts';

/** What HERA knows about the two chosen models, what it does where it knows nothing, and what of it can be set. */
export function HeraPanel({ settings }: { readonly settings: Settings }) {
  const local = useTandem((state) => (state.app?.local.state === 'ready' ? state.app.local.card.id : null));
  const comparing = useTandem((state) => state.models.filter(({ roles, state: { state: is } }) => roles.includes('embedding') && is === 'ready').map(({ id }) => id).join());
  const [changes, setChanges] = useState(0);
  // Another pair of models, another profile; and what waits for the embedding model waits no more when that has come.
  const { value: info, problem } = useAnswer('hera.info', {}, [local, settings.expert, changes, comparing]);
  const { problem: refused, isBusy, attempt } = useAttempt();
  const useFormer = (index: number) => attempt(() => call('hera.useFormer', { index }).then(() => setChanges((count) => count + 1)));
  const [isSure, setIsSure] = useState(false);
  // What is forgotten does not come back, so it is asked for twice.
  const forget = () => {
    if (!isSure) {
      setIsSure(true);
      return;
    }
    attempt(() => call('hera.forgetUsed', {}).then(() => {
      setIsSure(false);
      setChanges((count) => count + 1);
    }));
  };
  return (
    <section aria-labelledby="hera-profile">
      <h3 id="hera-profile" className="mb-2 text-sm font-semibold">HERA’s profile of the two models</h3>
      <Problem words={problem} />
      {info === null ? <p role="status" className="text-sm text-muted">{problem === null ? 'Reading the profile …' : ''}</p> : (
        <div className="space-y-2.5 rounded-lg border border-line px-3 py-2.5 text-[0.8125rem]">
          {info.profile === null ? null : <AutomaticHint auto={info.profile.auto} policy={settings.policy} />}
          {info.profile === null ? <NotProfiled info={info} settings={settings} /> : <ProfileFigures info={info} profile={info.profile} />}
          <EmbeddingModel profile={info.profile} />
          {info.profile === null && info.commands.length === 0 ? null : <Commands info={info} />}
          {info.trees > 0 ? <p><Button small onClick={() => useUi.setState({ isTreesOpen: true })}>Look at {counted(info.trees, 'profiled request')}</Button></p> : null}
          <FormerProfiles formers={info.formers} isBusy={isBusy} onUse={useFormer} />
          {info.used > 0 ? (
            <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
              <p>{counted(info.used, 'step')} of this expert, from answers in your chats that HERA decided, {info.used === 1 ? 'helps' : 'help'} it foretell the next. They stay on this device and go with their chats.</p>
              <Button small disabled={isBusy} onClick={forget}>{isSure ? 'Forget them for good' : 'Forget them'}</Button>
            </div>
          ) : null}
          {info.refit ? <Refits refit={info.refit} every={settings.refitEvery} /> : null}
          <Problem words={refused} />
          {info.profile === null ? null : <HeraWishes settings={settings} profile={info.profile} lacks={info.lacks} />}
        </div>
      )}
    </section>
  );
}

function NotProfiled({ info, settings }: { readonly info: HeraInfo; readonly settings: Settings }) {
  const isUsed = settings.policy === 'hera' || settings.policy === 'auto';
  return (
    <p role="status" className={isUsed ? 'rounded-md bg-warn-soft px-2.5 py-1.5 text-warn' : ''}>
      <span className="font-semibold">Not profiled:</span> {info.why}. Until there is a profile, HERA and Automatic decide as AdaSwitch does, and each step says so.
    </p>
  );
}

/** What became of the last refit from use, and how far the next one is; `every` as it is set now. */
function Refits({ refit: { requests, last, waits }, every }: { readonly refit: NonNullable<HeraInfo['refit']>; readonly every: number }) {
  return (
    <p>
      <span className="font-semibold">Learnt from use:</span> {last === null ? 'nothing yet.' : `${new Date(last.at).toISOString().slice(0, 10)}, ${last.words}`}
      {' '}{waits !== null ? `A new try is due and waits: ${waits}`
        : requests < every ? `A new try after ${every} answers of these two; ${requests} so far.`
        : 'A new try is due, at the latest after the next answer of these two.'}
    </p>
  );
}

function Commands({ info }: { readonly info: HeraInfo }) {
  const lines = info.commands.join('\n');
  return (
    <details open={info.profile === null}>
      <summary className="text-muted">{info.profile === null ? 'How to profile them' : 'How to profile them anew'}</summary>
      <p className="mt-1">In a terminal, in Tandem’s folder; FILE holds questions whose answers are known, one a line, each as <code className="font-mono text-[0.9em]">{'{"question": "…", "answer": "…"}'}</code>. Both models work each of them in many mixtures, which can take hours and be interrupted.</p>
      <div className="mt-1 flex items-start gap-1">
        <pre tabIndex={0} aria-label="Commands" className="scroll-thin min-w-0 grow overflow-x-auto rounded-md bg-sunken px-2.5 py-1.5 font-mono text-[0.9em]">{lines}</pre>
        <CopyButton name="Copy the commands" text={() => lines} />
      </div>
    </details>
  );
}
