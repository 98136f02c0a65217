import type { ModelCard } from '../../../shared/agent/model.ts';
import { toErrorInfo } from '../../../shared/errors.ts';
import type { Embedder } from '../../../shared/hera/embedder.ts';
import { heraSetup, isComparedByLocal, needsVectors, type HeraSetup, type HeraWishes } from '../../../shared/switching/policies/heraSetup.ts';
import type { Log } from '../log.ts';
import type { HeraStore } from './heraStore.ts';

/** An opened embedding model, or why there is none. */
export interface OpenedEmbedder { readonly embedder: Embedder | null; readonly why: string; close(): Promise<void> }

/** What HERA decides with in a run. The embedding model is opened when it is first needed and stays open. */
export interface HeraSource {
  readonly profiles: HeraStore;
  /** Null where the embedding model is not here. */
  embedder(): Promise<Embedder | null>;
  /** The same, and why there is none, in a sentence. */
  embedderOrWhy(): Promise<Pick<OpenedEmbedder, 'embedder' | 'why'>>;
  setupFor(local: Pick<ModelCard, 'sha256' | 'baseSha256' | 'profile'>, expert: Pick<ModelCard, 'id' | 'sha256' | 'baseSha256'> | null, wishes: HeraWishes, signal: AbortSignal): Promise<HeraSetup>;
  close(): Promise<void>;
}

export function createHeraSource(parts: { readonly store: HeraStore; readonly openEmbedder: (signal: AbortSignal) => Promise<OpenedEmbedder>; readonly log: Pick<Log, 'error'> }): HeraSource {
  let opening: Promise<OpenedEmbedder> | null = null;
  // Others may wait for the same opening: a run that is stopped does not stop it.
  const own = new AbortController();
  const opened = async (): Promise<OpenedEmbedder> => {
    opening ??= parts.openEmbedder(own.signal);
    try {
      const found = await opening;
      // It may have been downloaded by the next question.
      if (found.embedder === null) opening = null;
      return found;
    } catch (error) {
      opening = null;
      parts.log.error('opening the embedding model', error);
      return { embedder: null, why: toErrorInfo(error).message, close: () => Promise.resolve() };
    }
  };
  return {
    profiles: parts.store,
    embedder: async () => (await opened()).embedder,
    embedderOrWhy: opened,
    setupFor: async (local, expert, wishes, signal) => {
      const found = parts.store.forPair(local, expert);
      if (found.file === null) return { file: null, why: found.why };
      if (isComparedByLocal(found.file) || (!needsVectors(found.file, wishes) && found.file.domain === undefined)) return heraSetup(found, { embedder: null, why: '' }, wishes);
      const embedding = await opened();
      signal.throwIfAborted();
      return heraSetup(found, embedding, wishes);
    },
    close: async () => {
      own.abort();
      const found = await opening?.catch(() => null);
      await found?.close();
    },
  };
}
