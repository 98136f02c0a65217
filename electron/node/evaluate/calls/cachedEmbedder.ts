import { z } from 'zod';
import type { Embedder } from '../../../../shared/hera/embedder.ts';
import type { CallCache } from './callCache.ts';

const vectorSchema = z.object({ vector: z.array(z.number()) });

/** An embedder behind the call cache, so that a closed log is replayed without the embedding model. */
export function cachedEmbedder(embedder: Embedder, cache: CallCache): Embedder {
  return {
    id: embedder.id,
    embed: async (text, signal) => {
      const { vector } = await cache.through({ call: 'embed', model: embedder.id, text }, vectorSchema, async () => ({ vector: Array.from(await embedder.embed(text, signal), (value) => Number(value.toPrecision(4))) }));
      return Float32Array.from(vector);
    },
  };
}
