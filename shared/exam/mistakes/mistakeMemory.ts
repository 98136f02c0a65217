import MiniSearch from 'minisearch';
import type { Embedder } from '../../hera/embedder.ts';
import { cosine } from '../../hera/similarity.ts';
import { normalised, type CorrectedMistake } from './correctedMistakes.ts';

/** Corrected mistakes that can be looked up by how near their problem is to a question. */
export interface MistakeMemory {
  readonly size: number;
  /** The k nearest, nearest first; fewer where fewer have anything in common with it. Never of the asked problem itself. */
  nearest(question: string, k: number, signal?: AbortSignal): Promise<readonly CorrectedMistake[]>;
}

/**
 * By sentence embeddings where there is an embedder, else by BM25 over the words of the question. The asked problem
 * is left out by its normalised text, so that no answer is ever given away by an exam that held the same question.
 */
export function createMistakeMemory(mistakes: readonly CorrectedMistake[], embedder: Embedder | null = null): MistakeMemory {
  const find = embedder ? byMeaning(mistakes, embedder) : byWords(mistakes);
  return {
    size: mistakes.length,
    nearest: async (question, k, signal) => {
      const asked = normalised(question);
      const others = (await find(question, signal)).filter((mistake) => normalised(mistake.question) !== asked);
      return others.slice(0, k);
    },
  };
}

type Find = (question: string, signal?: AbortSignal) => Promise<readonly CorrectedMistake[]>;

function byWords(mistakes: readonly CorrectedMistake[]): Find {
  const index = new MiniSearch<{ id: number; question: string }>({ fields: ['question'], processTerm: (term) => (/\d/.test(term) ? null : term.toLowerCase()) });
  index.addAll(mistakes.map(({ question }, id) => ({ id, question })));
  return (question) => Promise.resolve(index.search(question).flatMap(({ id }) => mistakes[Number(id)] ?? []));
}

function byMeaning(mistakes: readonly CorrectedMistake[], embedder: Embedder): Find {
  const vectors = new Map<CorrectedMistake, Float32Array>();
  return async (question, signal) => {
    const asked = await embedder.embed(question, signal);
    const scored: { readonly mistake: CorrectedMistake; readonly score: number }[] = [];
    for (const mistake of mistakes) {
      const vector = vectors.get(mistake) ?? await embedder.embed(mistake.question, signal);
      vectors.set(mistake, vector);
      scored.push({ mistake, score: cosine(asked, vector) });
    }
    return scored.filter(({ score }) => score > 0).toSorted((a, b) => b.score - a.score).map(({ mistake }) => mistake);
  };
}
