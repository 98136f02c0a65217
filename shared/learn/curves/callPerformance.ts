/** One policy's mean accuracy at a share of expert steps. */
export interface CurveDot { readonly share: number; readonly accuracy: number }

/**
 * A policy's curve between the two ends. Between neighbouring points it is straight: drawing one of the two settings
 * at random for each problem gives exactly that. Points beyond their neighbours' shares are put in order first.
 */
export function curveOf(dots: readonly CurveDot[], local: number, expert: number): readonly CurveDot[] {
  return [{ share: 0, accuracy: local }, ...dots.toSorted((a, b) => a.share - b.share), { share: 1, accuracy: expert }];
}

/** Accuracy at a share, by straight lines. */
export function accuracyAt(curve: readonly CurveDot[], share: number): number {
  const after = curve.findIndex((dot) => dot.share >= share);
  const right = curve[after] ?? curve.at(-1);
  const left = curve[after - 1] ?? right;
  if (!left || !right) return Number.NaN;
  // The quotient first: it lies between 0 and 1 also for shares so small that a product with them would be rounded away.
  return right.share === left.share ? right.accuracy : left.accuracy + (right.accuracy - left.accuracy) * ((share - left.share) / (right.share - left.share));
}

/**
 * Call-performance threshold: the smallest share of expert steps at which a part q of the gap between local and
 * expert is recovered (RouteLLM, arXiv 2406.18665, section 3.2, CPT(x %)). NaN if the curve never gets there.
 */
export function cpt(curve: readonly CurveDot[], q: number): number {
  const [local, expert] = [curve[0]?.accuracy ?? 0, curve.at(-1)?.accuracy ?? 0];
  const wanted = local + q * (expert - local);
  for (const [i, right] of curve.entries()) {
    const left = curve[i - 1];
    if (right.accuracy < wanted) continue;
    if (!left || left.accuracy >= wanted) return right.share;
    return left.share + ((wanted - left.accuracy) / (right.accuracy - left.accuracy)) * (right.share - left.share);
  }
  return Number.NaN;
}

/** Average performance gap recovered: the area above the local model's accuracy, as a part of the gap (same source). */
export function apgr(curve: readonly CurveDot[]): number {
  const [local, expert] = [curve[0]?.accuracy ?? 0, curve.at(-1)?.accuracy ?? 0];
  let area = 0;
  for (const [i, right] of curve.entries()) {
    const left = curve[i - 1];
    if (left) area += (right.share - left.share) * ((left.accuracy + right.accuracy) / 2 - local);
  }
  return area / (expert - local);
}

/**
 * The largest share of steps that may stay here while the accuracy is at most `loss` below the expert's (HERA, section
 * 5.2: 45.67 % at a loss of 5.5 points). `loss` as a fraction; where the local model alone loses no more, all of them.
 */
export function localShareAt(curve: readonly CurveDot[], loss: number): number {
  const [local, expert] = [curve[0]?.accuracy ?? 0, curve.at(-1)?.accuracy ?? 0];
  if (local >= expert - loss) return 1;
  return 1 - cpt(curve, 1 - loss / (expert - local));
}
