import path from 'node:path';
import { defaultProfile } from '../../../shared/agent/prompts/profiles.ts';
import { TandemError } from '../../../shared/errors.ts';
import type { ModelCard } from '../../../shared/agent/model.ts';
import { catalogCard, expertCard } from '../expert/createExpert.ts';
import { readPrices } from '../expert/prices.ts';
import { expertIdentity, treesFolder } from '../hera/pairName.ts';
import { nameWith } from '../models/adapters/adapterList.ts';
import { withAdapters } from '../models/adapters/withAdapters.ts';
import { openAdapterStore, type AdapterStore } from '../models/adapters/adapterStore.ts';
import { catalog, findEntry } from '../models/catalog.ts';
import { tandemPaths } from '../paths.ts';
import { expertSpec } from './examCommand.ts';

interface Named { readonly local: string; readonly expert: string }

/** The two models of a profile as the app will know them, without opening either: the local one with the LoRA adapters it has. */
export function profiledPair({ local: localName, expert: expertName }: Named, adapters: Pick<AdapterStore, 'identity' | 'list'> = openAdapterStore(tandemPaths().models, () => undefined)) {
  const { sha256, name, profile } = findEntry(catalog, localName);
  if (sha256 === null) throw new TandemError('badInput', `A profile is kept by its model's hash, and that of ${name} is not known.`);
  const { id, name: expertsName } = expertOf(expertName, adapters);
  const own = adapters.list(localName);
  return { local: { sha256: adapters.identity(localName, sha256), isAdapted: own.length > 0, name: nameWith(name, own), profile: profile ?? defaultProfile }, expert: { id, name: expertsName } };
}

/** Where the pair's trees lie unless told otherwise. */
export function usualTrees(named: Named, adapters?: Parameters<typeof profiledPair>[1]): string {
  const { local, expert } = profiledPair(named, adapters);
  return treesFolder(tandemPaths().home, { localSha256: local.sha256, expertId: expert.id, profile: local.profile });
}

/** Named as `expertIdentity` names it, so that a profile of the expert with LoRA adapters is not taken for the bare one's. */
function expertOf(text: string, adapters: Pick<AdapterStore, 'identity' | 'list'>): { readonly id: string; readonly name: string } {
  const card = (model: string) => withAdapters(catalogCard(path.isAbsolute(model) ? model : findEntry(catalog, model).id), adapters, model);
  const named = (own: ModelCard) => ({ id: expertIdentity(own), name: own.name });
  const spec = expertSpec(text);
  if (spec.kind === 'serve') return named(card(spec.model));
  if (spec.choice.kind === 'none') throw new TandemError('expertNotConfigured', 'Profiling compares two models: name an expert with --expert.');
  if (spec.choice.kind === 'gguf') return named(card(spec.choice.model));
  return expertCard(spec.choice, { prices: readPrices(path.join(tandemPaths().home, 'prices.json')) });
}
