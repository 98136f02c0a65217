import path from 'node:path';
import type { ModelCard } from '../../../shared/agent/model.ts';

/** Two models as HERA tells them apart: one local model, one way of asking it, one expert. */
export interface PairKey {
  /** Who the local model is, as for its gate: the hash of its file, or of file and LoRA adapters together where it has any. */
  readonly localSha256: string;
  /** Who the expert is: `expertIdentity`. */
  readonly expertId: string;
  readonly profile: string;
}

/** An expert goes by its id; a GGUF with LoRA adapters is another model than without, so it goes by their hash as well. */
export function expertIdentity({ id, sha256, baseSha256 }: Pick<ModelCard, 'id' | 'sha256' | 'baseSha256'>): string {
  return baseSha256 === undefined ? id : `${(sha256 ?? baseSha256).slice(0, 12)}-${id}`;
}

/** As a part of a file's name. */
export function pairName({ localSha256, expertId, profile }: PairKey): string {
  return `${localSha256.slice(0, 16)}-${expertId.replaceAll(/[^\w.-]+/g, '-').slice(0, 60)}-${profile}`;
}

/**
 * Where a pair's profiling trees lie unless told otherwise: there the command puts them and the app finds them.
 * @param home `tandemPaths().home`
 */
export function treesFolder(home: string, pair: PairKey): string {
  return path.join(home, 'hera', pairName(pair));
}
