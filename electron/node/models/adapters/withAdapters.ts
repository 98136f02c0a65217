import type { ModelCard } from '../../../../shared/agent/model.ts';
import { identityOf, nameWith } from './adapterList.ts';
import type { AdapterStore } from './adapterStore.ts';

/** Who a model is with the LoRA adapters that it will be opened with, as the model store says once it is open. */
export function withAdapters(card: ModelCard, adapters: Pick<AdapterStore, 'list'>, model: string = card.id): ModelCard {
  const own = adapters.list(model);
  const [first] = own;
  if (!first) return card;
  const baseSha256 = card.sha256 ?? first.base.sha256;
  return { ...card, name: nameWith(card.name, own), sha256: identityOf(baseSha256, own), baseSha256 };
}
