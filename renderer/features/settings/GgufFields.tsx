import type { ExpertChoice, Settings } from '../../../shared/contract/entities.ts';
import { useTandem } from '../../state/tandem.ts';
import { ModelList } from '../models/ModelList.tsx';
import { PathField } from './LocalModelSection.tsx';

/** A larger model here as the expert: only models with more parameters than the local one are offered. */
export function GgufFields({ settings, onChoose }: { readonly settings: Settings; readonly onChoose: (choice: ExpertChoice) => void }) {
  const localSize = useTandem((state) => state.models.find((model) => model.id === settings.localModel)?.parameters ?? 0);
  const chosen = settings.expert.kind === 'gguf' ? settings.expert.model : '';
  const choose = (model: string) => onChoose({ kind: 'gguf', model });
  return (
    <div className="space-y-4">
      <ModelList name="Larger models" role="expert" chosen={chosen} onChoose={choose} largerThan={localSize} />
      <PathField chosen={chosen} onChoose={choose} />
    </div>
  );
}
