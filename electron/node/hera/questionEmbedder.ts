import type { Domain, QuestionEmbedder } from '../../../shared/learn/domain.ts';
import { domainOf } from '../../../shared/learn/domain.ts';
import type { Embedder } from '../../../shared/hera/embedder.ts';
import { embeddingModelId } from '../models/catalog.ts';

/** Opens the embedding model only when a question is asked about, so that no answer waits for it before its first step. */
export function questionEmbedder(open: () => Promise<Embedder | null>): QuestionEmbedder {
  return {
    id: embeddingModelId,
    embed: async (text) => {
      const embedder = await open();
      if (embedder === null) throw new Error('the embedding model is not here');
      return embedder.embed(text);
    },
  };
}

/** Where an exam's questions lie; undefined where the embedding model is not here, or for few questions. */
export async function questionsDomain(questions: Iterable<string>, embedder: QuestionEmbedder | null): Promise<Domain | undefined> {
  if (embedder === null) return undefined;
  const vectors: Float32Array[] = [];
  try {
    for (const question of new Set(questions)) vectors.push(await embedder.embed(question));
  } catch {
    // Without it a gate is as good as before; only the kind of a question stays unknown.
    return undefined;
  }
  return domainOf(embedder.id, vectors);
}
