import { useState } from 'react';
import type { Settings } from '../../../shared/contract/entities.ts';
import { Button } from '../../components/Button.tsx';
import { Field, fieldLook } from '../../components/Choice.tsx';
import { Problem } from '../../components/Problem.tsx';
import { useAttempt } from '../../components/useAttempt.ts';
import { call } from '../../state/connection.ts';
import { useTandem } from '../../state/tandem.ts';
import { MistakesField } from '../models/MistakesField.tsx';
import { ModelList } from '../models/ModelList.tsx';

/** Which model runs on this device: one of the catalog, or any GGUF file. */
export function LocalModelSection({ settings }: { readonly settings: Settings }) {
  const local = useTandem((state) => state.app?.local);
  const { problem, attempt } = useAttempt();
  const choose = (localModel: string) => attempt(() => call('settings.set', { localModel }));
  return (
    <div className="space-y-4">
      <p className="text-sm" role="status">
        {local?.state === 'ready' ? `${local.card.name} is open${local.card.device ? ` on ${local.card.device}` : ''}.`
          : local?.state === 'loading' ? 'The model is being opened …'
          : local?.state === 'failed' ? local.error.message
          : 'The chosen model is not on this device yet.'}
      </p>
      <ModelList name="Local models" role="local" chosen={settings.localModel} onChoose={choose} />
      <div>
        <PathField chosen={settings.localModel} onChoose={choose} />
        <Problem words={problem} />
      </div>
      <MistakesField settings={settings} />
    </div>
  );
}

/** Any GGUF by its path on this machine. */
export function PathField({ chosen, onChoose }: { readonly chosen: string; readonly onChoose: (path: string) => void }) {
  const isCatalog = useTandem((state) => state.models.some((model) => model.id === chosen));
  const [path, setPath] = useState(isCatalog ? '' : chosen);
  return (
    <form onSubmit={(event) => { event.preventDefault(); onChoose(path.trim()); }}>
      <Field label="Or a GGUF file of yours" hint="The file’s full path on this machine.">
        {(ids) => (
          <span className="flex gap-2">
            <input {...ids} value={path} onChange={(event) => setPath(event.target.value)} spellCheck={false} placeholder="/models/my-model.gguf" className={`${fieldLook} font-mono`} />
            <Button type="submit" disabled={path.trim() === '' || path.trim() === chosen}>Use file</Button>
          </span>
        )}
      </Field>
    </form>
  );
}
