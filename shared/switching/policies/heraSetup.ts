import type { HeraFile, PartId } from '../../hera/heraFile.ts';
import { localEmbedderId, type Embedder } from '../../hera/embedder.ts';
import type { FindTransitions } from '../../hera/parts/expertPredictor.ts';

/** What HERA decides with for one pair of models; without a file, `why` there is none, in a sentence's second half. */
export type HeraSetup =
  | { readonly file: null; readonly why: string }
  | {
      readonly file: HeraFile;
      /** The one that the profile's vectors were made with; null where the local model makes them, or where it is not here and nothing that runs needs it. */
      readonly embedder: Embedder | null;
      /** What had to be left out, for the trace. */
      readonly why?: string;
      /** Transitions logged in use besides the profile's own. */
      readonly find?: FindTransitions;
      /** The settings' word, where the user has one. */
      readonly alpha?: number;
      readonly parts?: readonly PartId[];
      readonly sseBy?: HeraFile['sseBy'];
    };

export const noHera: Extract<HeraSetup, { file: null }> = { file: null, why: 'this pair of models has no profile yet' };

/** The settings' word on HERA; absent: what the profile found. */
export interface HeraWishes { readonly alpha?: number; readonly parts?: readonly PartId[]; readonly sseBy?: HeraFile['sseBy'] }

/** Whether anything that is to run compares texts; the likeness head does not. */
export function needsVectors(file: Pick<HeraFile, 'partsOn' | 'sseBy' | 'likeness'>, { parts, sseBy }: HeraWishes = {}): boolean {
  return file.likeness === null || (sseBy ?? file.sseBy) === 'prediction' || (parts ?? file.partsOn).some((part) => part !== 'sse');
}

/** Whether the profile's texts were compared by its own local model, which then does so in a run (`probe.embed`). */
export function isComparedByLocal({ provenance: { embedder, localSha256 } }: Pick<HeraFile, 'provenance'>): boolean {
  return embedder === localEmbedderId(localSha256);
}

/** An embedding model, or in a sentence why there is none; empty where none was looked for. */
export type EmbedderOrWhy = { readonly embedder: Embedder | null; readonly why: string };

/**
 * Brings profile, embedding model and wishes together. Vectors of another embedding model mean nothing: what needs them
 * is then left out, and where nothing is left the pair counts as not profiled.
 */
export function heraSetup(found: { readonly file: HeraFile | null; readonly why: string }, { embedder, why }: EmbedderOrWhy, wishes: HeraWishes = {}): HeraSetup {
  const { file } = found;
  if (file === null) return { file: null, why: found.why };
  if (embedder?.id === file.provenance.embedder) return { file, embedder, ...wishes };
  if (isComparedByLocal(file)) return { file, embedder: null, ...wishes };
  const missing = embedder === null
    ? `the embedding model cannot be used${why === '' ? '' : ` (${why.replace(/\.$/, '')})`}`
    : 'the embedding model is another one than the profile was made with';
  if (!needsVectors(file, wishes)) {
    const isKindUnknown = file.domain !== undefined && (embedder !== null || why !== '');
    return { file, embedder: null, ...wishes, ...(isKindUnknown ? { why: `${missing}, so it is not known whether this question is like the profiled ones; HERA decides all the same` } : {}) };
  }
  if (file.likeness === null) return { file: null, why: missing };
  const parts = (wishes.parts ?? file.partsOn).filter((part) => part === 'sse');
  return { file, embedder: null, parts: parts.length > 0 ? parts : ['sse'], sseBy: 'likeness', why: `${missing}, so only the likeness of subtasks is looked at`, ...(wishes.alpha === undefined ? {} : { alpha: wishes.alpha }) };
}
