import type { Embedded } from '../similarity.ts';
import type { HeraFile, KnownRequest } from '../heraFile.ts';

/** Where the profiled requests lie among all texts: the middle of their embeddings, and the cosine from which a request counts as one of them. */
export type ProfiledDomain = NonNullable<HeraFile['domain']>;

/** With fewer requests their spread is a guess. */
const fewest = 20;
/** Standard deviations below the mean: nearly every request of the profiled kind is nearer. */
const spread = 3;

/**
 * The domain that a profile was made in. A centre is nobody's text, so it may be passed on where the requests may not.
 * @returns undefined for too few requests
 */
export function profiledDomain(known: readonly KnownRequest[]): ProfiledDomain | undefined {
  const [first] = known;
  if (known.length < fewest || first === undefined) return undefined;
  const sum = first.vector.map((_, i) => known.reduce((total, { vector }) => total + (vector[i] ?? 0), 0));
  const length = Math.hypot(...sum);
  if (length === 0) return undefined;
  const centre = sum.map((value) => Number((value / length).toPrecision(3)));
  const cosines = known.map(({ vector }) => nearness(centre, vector));
  const mean = cosines.reduce((total, value) => total + value, 0) / cosines.length;
  const deviation = Math.sqrt(cosines.reduce((total, value) => total + (value - mean) ** 2, 0) / cosines.length);
  return { centre, least: Number((mean - spread * deviation).toFixed(3)) };
}

/** In words where a request is of another kind than the profiled ones; null where it is one of them, or the vectors cannot be compared. */
export function otherDomain({ centre, least }: ProfiledDomain, vector: Embedded['vector']): string | null {
  if (vector.length !== centre.length) return null;
  const near = nearness(centre, vector);
  return near >= least ? null : `this question is unlike those that the two models were profiled on (likeness ${near.toFixed(2)}, theirs ${least.toFixed(2)} and more)`;
}

function nearness(centre: readonly number[], vector: ArrayLike<number>): number {
  return centre.reduce((sum, value, i) => sum + value * (vector[i] ?? 0), 0);
}
