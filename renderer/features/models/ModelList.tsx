import type { ModelInfo } from '../../../shared/contract/entities.ts';
import { useTandem } from '../../state/tandem.ts';
import { ModelRow } from './ModelRow.tsx';

/** The catalog's models for one role, smallest first; models for tests are shown only while one is in use. */
export function ModelList({ name, role, chosen, onChoose, largerThan = 0 }: {
  readonly name: string; readonly role: 'local' | 'expert'; readonly chosen: string; readonly onChoose: (id: string) => void;
  /** Only models with more parameters: a smaller one is no expert. */
  readonly largerThan?: number;
}) {
  const models = useTandem((state) => state.models);
  const shown = models.filter((model) => model.id === chosen || (model.roles.includes(role) && model.parameters > largerThan))
    .toSorted((a: ModelInfo, b: ModelInfo) => a.parameters - b.parameters);
  if (shown.length === 0) return <p className="text-sm text-muted">The catalog has no such model.</p>;
  return (
    <ul aria-label={name} className="space-y-1.5">
      {shown.map((model) => <ModelRow key={model.id} model={model} isChosen={model.id === chosen} onChoose={onChoose} />)}
    </ul>
  );
}
