import type { LlamaEmbeddingContext, LlamaModel } from 'node-llama-cpp';
import { TandemError } from '../../../../shared/errors.ts';

export type Embed = (text: string, signal: AbortSignal) => Promise<Float32Array>;

/** Longer texts are cut: the beginning of a question says what it is about. */
const longestText = 512;

/** Embeddings of length 1. Their context is made on first use, because most runs need none. */
export function createEmbedder(model: LlamaModel, threads: number): Embed {
  let context: Promise<LlamaEmbeddingContext> | null = null;
  return async (text, signal) => {
    signal.throwIfAborted();
    context ??= model.createEmbeddingContext({ contextSize: Math.min(longestText, model.trainContextSize), threads });
    const tokens = model.tokenizer(text.trim() === '' ? ' ' : text, false).slice(0, Math.min(longestText, model.trainContextSize) - 4);
    const { vector } = await (await context.catch((cause: unknown) => {
      context = null;
      throw new TandemError('engineFailed', 'The model could not compare texts: there was not enough memory. Nothing was lost; close other programs and try again.', { cause });
    })).getEmbeddingFor(tokens);
    const length = Math.hypot(...vector);
    return Float32Array.from(vector, (value) => length === 0 ? 0 : value / length);
  };
}
