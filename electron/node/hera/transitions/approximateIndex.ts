import type { Index } from 'usearch';
import type { Near } from '../../../../shared/hera/nearest.ts';
import type { VectorRow } from './transitionRows.ts';

/**
 * A graph of neighbours (HNSW, by usearch) over small vectors: it looks at a few thousand instead of all. What it finds
 * are candidates, to be put in order by their own cosines. It takes the time of one search and more to add a vector.
 */
export interface ApproximateIndex {
  readonly size: number;
  add(rows: readonly VectorRow[]): void;
  candidates(small: Int8Array, k: number): readonly Near<number>[];
  remove(ns: readonly number[]): void;
  save(file: string): void;
  /** The file must be whole: see indexFile.ts. */
  load(file: string): void;
  clear(): void;
}

/**
 * With a search of 256 the graph found 92 % of the nearest three among a million, with 1280 95 % within 10 ms
 * (docs/results/scale.md); wider searches find more and take longer in proportion.
 */
export const graph = { connectivity: 16, expansionAdd: 96, expansionSearch: 1280 };

/** Throws where usearch has no binary for this system. */
export async function approximateIndex(dimensions: number): Promise<ApproximateIndex> {
  const { Index, MetricKind, ScalarKind } = await import('usearch');
  const empty = (): Index => new Index({
    dimensions, metric: MetricKind.Cos, quantization: ScalarKind.I8, multi: false,
    connectivity: graph.connectivity, expansion_add: graph.expansionAdd, expansion_search: graph.expansionSearch,
  });
  let index = empty();
  return {
    get size() { return index.size(); },
    add: (rows) => {
      if (rows.length === 0) return;
      const packed = new Int8Array(rows.length * dimensions);
      for (const [at, { small }] of rows.entries()) packed.set(small, at * dimensions);
      // One thread: the others belong to the local model.
      index.add(BigUint64Array.from(rows, ({ n }) => BigInt(n)), packed, 1);
    },
    candidates: (small, k) => {
      const most = Math.min(k, index.size());
      // usearch refuses to look for none, as when all was forgotten.
      if (most === 0) return [];
      const { keys, distances } = index.search(small, most, 1);
      return Array.from(keys, (key, at) => ({ item: Number(key), cosine: 1 - (distances[at] ?? 1) }));
    },
    remove: (ns) => { for (const n of ns) index.remove(BigInt(n)); },
    save: (file) => { index.save(file); },
    load: (file) => { index.load(file); },
    clear: () => { index = empty(); },
  };
}
