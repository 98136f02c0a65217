import type { HeraProfile } from '../../../shared/contract/hera.ts';
import { localEmbedderId } from '../../../shared/hera/embedder.ts';
import { useTandem } from '../../state/tandem.ts';
import { ModelRow } from '../models/ModelRow.tsx';

/** What compares texts for HERA: while it is not here, what it is for and how to get it; then a line to open. */
export function EmbeddingModel({ profile }: { readonly profile: Pick<HeraProfile, 'embedder'> | null }) {
  const embedder = profile?.embedder ?? null;
  const model = useTandem((state) => state.models.find(({ id, roles }) => roles.includes('embedding') && (embedder === null || id === embedder)));
  if (model === undefined) {
    return embedder === null ? null : <p>Texts are compared by {embedder.startsWith(localEmbedderId('')) ? 'the local model itself' : embedder}.</p>;
  }
  // It is used wherever it is here, so there is nothing to choose.
  const row = <ul aria-label="The model that compares texts"><ModelRow model={model} isChosen={false} /></ul>;
  if (model.state.state === 'ready') {
    return (
      <details>
        <summary className="text-muted">Texts are compared by {model.name}</summary>
        <div className="mt-1.5">{row}</div>
      </details>
    );
  }
  return (
    <div className="space-y-1.5">
      <p>{embedder === null ? 'To profile two models' : 'To tell whether a question is of the profiled kind, and to learn from use'}, HERA needs a small model that compares texts. It is fetched once and works on this device.</p>
      {row}
    </div>
  );
}
