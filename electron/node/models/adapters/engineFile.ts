import type { EngineOptions } from '../../engine/api.ts';
import type { LocalFile } from '../modelStore.ts';

/** What an engine is told of a file that the store opened: where it lies, its adapters, and who it is with them. */
export function engineFile({ path: modelPath, id, name, sha256, baseSha256, parameters, profile, adapters }: LocalFile): Pick<EngineOptions, 'modelPath' | 'card' | 'adapters'> {
  return {
    modelPath, card: { id, name, sha256, ...(baseSha256 === undefined ? {} : { baseSha256 }), ...(parameters === undefined ? {} : { parameters }), ...(profile === undefined ? {} : { profile }) },
    ...(adapters === undefined ? {} : { adapters }),
  };
}
