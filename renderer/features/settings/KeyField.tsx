import { useState } from 'react';
import type { KeyState } from '../../../shared/contract/entities.ts';
import { Button } from '../../components/Button.tsx';
import { Field, fieldLook } from '../../components/Choice.tsx';
import { Problem } from '../../components/Problem.tsx';
import { useAttempt } from '../../components/useAttempt.ts';
import { call } from '../../state/connection.ts';
import { useTandem } from '../../state/tandem.ts';

const kept: Readonly<Record<Extract<KeyState, { state: 'set' }>['kept'], string>> = {
  keychain: 'kept in this system’s keychain', file: 'kept in a file in Tandem’s data folder, because this system has no keychain; other programs of yours could read it', session: 'kept in memory until Tandem is closed', environment: 'from the environment',
};

/** The key is entered once, handed over and cleared from the page at once; afterwards only its end is known here. */
export function KeyField({ kind }: { readonly kind: 'claude' | 'server' }) {
  const state = useTandem((tandem) => tandem.app?.key ?? null);
  const isWindow = useTandem((tandem) => tandem.app?.shell === 'electron');
  const [key, setKey] = useState('');
  const [keepAnyway, setKeepAnyway] = useState(false);
  const { problem, isBusy, attempt } = useAttempt();

  if (state?.state === 'set') {
    return (
      <div className="text-sm">
        <div className="flex flex-wrap items-center gap-3">
          <span>Key: set, ends in <span className="font-mono">{state.endsIn}</span>, {kept[state.kept]}.</span>
          {state.kept === 'environment' ? null : <Button small onClick={() => attempt(() => call('expert.forgetKey', {}))}>Forget key</Button>}
        </div>
        <Problem words={problem} />
      </div>
    );
  }
  const hand = () => {
    const given = key;
    setKey('');
    attempt(() => call('expert.setKey', { key: given, keepWithoutKeychain: keepAnyway }));
  };
  return (
    <form className="space-y-2" onSubmit={(event) => { event.preventDefault(); hand(); }}>
      <Field
        label={kind === 'claude' ? 'Anthropic API key' : 'Key for this server, if it wants one'}
        hint={isWindow ? 'Kept in this system’s keychain. This page shows only its end afterwards.' : 'Kept in the memory of Tandem’s server until it is closed; cleared from this page at once.'}
      >
        {(ids) => (
          <span className="flex gap-2">
            <input {...ids} type="password" autoComplete="off" spellCheck={false} value={key} onChange={(event) => setKey(event.target.value)} className={`${fieldLook} font-mono`} />
            <Button type="submit" disabled={key.trim() === '' || isBusy}>Set key</Button>
          </span>
        )}
      </Field>
      {isWindow ? (
        <label className="flex items-start gap-2 text-[0.8125rem] text-muted">
          <input type="checkbox" checked={keepAnyway} onChange={(event) => setKeepAnyway(event.target.checked)} className="mt-0.5 size-4 accent-ink" />
          If this system has no keychain, keep the key in a file all the same; other programs of yours could read it.
        </label>
      ) : null}
      <Problem words={problem} />
    </form>
  );
}
