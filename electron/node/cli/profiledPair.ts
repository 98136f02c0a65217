import path from 'node:path';
import { TandemError } from '../../../shared/errors.ts';
import type { ModelCard } from '../../../shared/agent/model.ts';
import { catalogCard, expertCard } from '../expert/createExpert.ts';
import { readPrices } from '../expert/prices.ts';
import { expertIdentity, treesFolder } from '../hera/pairName.ts';
import { nameWith } from '../models/adapters/adapterList.ts';
import { withAdapters } from '../models/adapters/withAdapters.ts';
import { openAdapterStore, type AdapterStore } from '../models/adapters/adapterStore.ts';
import { catalog, findEntry } from '../models/catalog.ts';
import { modelIdentity } from '../models/modelIdentity.ts';
import type { ModelStore } from '../models/modelStore.ts';
import { tandemPaths } from '../paths.ts';
import { modelRef } from './askPlan.ts';
import { expertSpec } from './examCommand.ts';
import { openModels } from './modelCommands.ts';

interface Named { readonly local: string; readonly expert: string }

/** Where the models are looked up; tests bring their own. */
export interface Lookup { readonly models: Pick<ModelStore, 'openBare'>; readonly adapters: Pick<AdapterStore, 'identity' | 'list'> }

const ownLookup = (): Lookup => ({ models: openModels(() => undefined), adapters: openAdapterStore(tandemPaths().models, () => undefined) });

/** The two models of a profile as the app will know them, without loading either: the local one with the LoRA adapters it has. */
export async function profiledPair({ local: localName, expert: expertName }: Named, { models, adapters }: Lookup = ownLookup()) {
  const model = modelRef(localName);
  const { sha256, name, profile } = await modelIdentity(model, models);
  const { id, name: expertsName } = expertOf(expertName, adapters);
  const own = adapters.list(model);
  return { local: { sha256: adapters.identity(model, sha256), isAdapted: own.length > 0, name: nameWith(name, own), profile }, expert: { id, name: expertsName } };
}

/** Where the pair's trees lie unless told otherwise. */
export async function usualTrees(named: Named, lookup?: Lookup): Promise<string> {
  const { local, expert } = await profiledPair(named, lookup);
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
