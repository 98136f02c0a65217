import { useState } from 'react';
import type { ExpertChoice } from '../../../shared/contract/entities.ts';
import { Button } from '../../components/Button.tsx';
import { Field, fieldLook } from '../../components/Choice.tsx';
import { needsPlainHttp } from './plainHttp.ts';

export function ServerFields({ expert, onChoose }: { readonly expert: ExpertChoice; readonly onChoose: (choice: ExpertChoice) => void }) {
  const present = expert.kind === 'server' ? expert : null;
  const [baseUrl, setBaseUrl] = useState(present?.baseUrl ?? '');
  const [model, setModel] = useState(present?.model ?? '');
  const [allowed, setAllowed] = useState(present?.allowPlainHttp ?? false);
  const [continues, setContinues] = useState(present?.continuesTurn ?? false);
  const plainHost = needsPlainHttp(baseUrl);
  const choice: ExpertChoice = { kind: 'server', baseUrl: baseUrl.trim(), model: model.trim(), allowPlainHttp: allowed && plainHost !== null, ...(continues ? { continuesTurn: true } : {}) };
  const isSame = present !== null && present.baseUrl === choice.baseUrl && present.model === choice.model && present.allowPlainHttp === choice.allowPlainHttp && (present.continuesTurn ?? false) === continues;
  return (
    <form
      className="space-y-3"
      onSubmit={(event) => {
        event.preventDefault();
        onChoose(choice);
      }}
    >
      <Field label="Server address" hint="For example https://models.example or http://127.0.0.1:8080. Another address forgets the key.">
        {(ids) => <input {...ids} value={baseUrl} inputMode="url" spellCheck={false} onChange={(event) => { setBaseUrl(event.target.value); setAllowed(false); }} className={`${fieldLook} font-mono`} />}
      </Field>
      <Field label="Model on the server">
        {(ids) => <input {...ids} value={model} spellCheck={false} onChange={(event) => setModel(event.target.value)} className={`${fieldLook} font-mono`} />}
      </Field>
      <label className="flex items-start gap-2.5 text-sm">
        <input type="checkbox" checked={continues} onChange={(event) => setContinues(event.target.checked)} className="mt-0.5 size-4 accent-ink" />
        <span>It goes on with an answer that was begun <span className="text-muted">(Tandem’s own serve, llama-server). Small models then keep the thread.</span></span>
      </label>
      {plainHost === null ? null : (
        <label className="flex items-start gap-2.5 rounded-lg border border-warn bg-warn-soft px-3 py-2 text-sm text-warn">
          <input type="checkbox" checked={allowed} onChange={(event) => setAllowed(event.target.checked)} className="mt-0.5 size-4 accent-ink" />
          <span>Send to {plainHost} without encryption. Everyone on the way can read your text; allow it only in a network you trust.</span>
        </label>
      )}
      <Button type="submit" look={present ? 'plain' : 'primary'} disabled={isSame || baseUrl.trim() === '' || model.trim() === '' || (plainHost !== null && !allowed)}>Use server</Button>
    </form>
  );
}
