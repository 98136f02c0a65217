export interface Neighbour<T> { readonly item: T; readonly cosine: number }

/** The k nearest by cosine, nearest first. Exact and linear: a profile holds about a thousand vectors. */
export function neighbours<T extends { readonly vector: readonly number[] }>(items: readonly T[], vector: Float32Array, k: number): readonly Neighbour<T>[] {
  const best: Neighbour<T>[] = [];
  for (const item of items) {
    if (item.vector.length !== vector.length) continue;
    let cosine = 0;
    for (let i = 0; i < vector.length; i += 1) cosine += (item.vector[i] ?? 0) * (vector[i] ?? 0);
    if (best.length === k && cosine <= (best.at(-1)?.cosine ?? -1)) continue;
    const at = best.findIndex((other) => other.cosine < cosine);
    best.splice(at < 0 ? best.length : at, 0, { item, cosine });
    best.length = Math.min(best.length, k);
  }
  return best;
}
