import { useState } from 'react';
import type { ExpertChoice } from '../../../shared/contract/entities.ts';
import { Button } from '../../components/Button.tsx';
import { Field, fieldLook } from '../../components/Choice.tsx';

/** Suggestions only: any model id may be typed whose price is known, from `models/prices.json` or the user's own. */
const models: readonly { readonly id: string; readonly name: string }[] = [
  { id: 'claude-haiku-5-5', name: 'Claude Haiku 5.5: quick and cheap' },
  { id: 'claude-sonnet-5-5', name: 'Claude Sonnet 5.5' },
  { id: 'claude-opus-5-5', name: 'Claude Opus 5.5: strongest' },
];
const firstModel = 'claude-haiku-5-5';
const other = 'other';

export function ClaudeFields({ expert, onChoose }: { readonly expert: ExpertChoice; readonly onChoose: (choice: ExpertChoice) => void }) {
  const present = expert.kind === 'claude' ? expert.model : '';
  const [model, setModel] = useState(present || firstModel);
  const [isOther, setOther] = useState(present !== '' && !models.some((one) => one.id === present));
  return (
    <form className="space-y-3" onSubmit={(event) => { event.preventDefault(); onChoose({ kind: 'claude', model: model.trim() }); }}>
      <Field label="Claude model" hint={isOther ? 'One whose price Tandem knows, with or without the date at its end. For any other, add its price to prices.json in Tandem’s data folder first: without one no spending cap could be kept.' : undefined}>
        {(ids) => (
          <span className="flex flex-wrap gap-2">
            <select
              {...ids}
              value={isOther ? other : model}
              onChange={({ target }) => {
                setOther(target.value === other);
                setModel(target.value === other ? '' : target.value);
              }}
              className={`${fieldLook} flex-1`}
            >
              {models.map(({ id, name }) => <option key={id} value={id}>{name}</option>)}
              <option value={other}>Another id …</option>
            </select>
            {isOther ? <input aria-label="Model id" value={model} spellCheck={false} onChange={(event) => setModel(event.target.value)} className={`${fieldLook} flex-1 font-mono`} /> : null}
            <Button type="submit" look={expert.kind === 'claude' ? 'plain' : 'primary'} disabled={model.trim() === '' || model.trim() === present}>Use Claude</Button>
          </span>
        )}
      </Field>
    </form>
  );
}
