import path from 'node:path';

/** Two models as HERA tells them apart: one local model, one way of asking it, one expert. */
export interface PairKey {
  /** Who the local model is, as for its gate: the hash of its file, or of file and LoRA adapters together where it has any. */
  readonly localSha256: string;
  readonly expertId: string;
  readonly profile: string;
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
