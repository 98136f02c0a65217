import { defaultProfile } from '../../../shared/agent/prompts/profiles.ts';
import { catalog } from './catalog.ts';
import type { LocalFile, ModelStore } from './modelStore.ts';

/** Who a model is to gates, profiles and cached calls. */
export interface ModelIdentity extends Pick<LocalFile, 'id' | 'name' | 'sha256' | 'parameters'> { readonly profile: string }

/**
 * Of a bare model, without loading it: by the catalog where that knows its hash, so that no file is needed; else by its
 * file on this device. Throws as `openBare` does.
 */
export async function modelIdentity(idOrPath: string, models: Pick<ModelStore, 'openBare'>): Promise<ModelIdentity> {
  const entry = catalog.models.find(({ id }) => id === idOrPath);
  const { id, name, sha256, parameters, profile } = typeof entry?.sha256 === 'string' ? { ...entry, sha256: entry.sha256 } : await models.openBare(idOrPath);
  return { id, name, sha256, profile: profile ?? defaultProfile, ...(parameters === undefined ? {} : { parameters }) };
}
