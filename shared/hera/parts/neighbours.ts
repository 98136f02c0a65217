import { keepNearest, type Near } from '../nearest.ts';

/** The k nearest by cosine, nearest first. Exact and linear: a profile holds about a thousand vectors. Those of another embedding model, of another length, are passed over. */
export function neighbours<T extends { readonly vector: readonly number[] }>(items: readonly T[], vector: Float32Array, k: number): readonly Near<T>[] {
  const best: Near<T>[] = [];
  for (const item of items) {
    if (item.vector.length !== vector.length) continue;
    // In the stored numbers and one after the other, unlike `linearIndex`: published logs were made with the examples that this finds.
    let cosine = 0;
    for (let i = 0; i < vector.length; i += 1) cosine += (item.vector[i] ?? 0) * (vector[i] ?? 0);
    keepNearest(best, { item, cosine }, k);
  }
  return best;
}
