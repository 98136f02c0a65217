import { fitLogistic, logisticScore, logit, sigmoid, type Logistic } from './logistic.ts';

export interface Scored { readonly score: number; readonly y: 0 | 1; readonly weight?: number }

/** Maps a raw score (log-odds) to a probability; monotone. */
export type Calibration = BaseCalibration
  /** Another's probability with level and slope of its log-odds fitted anew, for few labels of one's own. */
  | { readonly kind: 'adjusted'; readonly of: BaseCalibration; readonly model: Logistic };

export type BaseCalibration =
  | { readonly kind: 'platt'; readonly model: Logistic }
  /** Values are constant between thresholds: `values[i]` holds for scores from `thresholds[i]` up to the next. */
  | { readonly kind: 'isotonic'; readonly thresholds: readonly number[]; readonly values: readonly number[] };

/**
 * Platt scaling: a logistic regression on the score with his smoothed targets, which keeps probabilities off 0 and 1.
 * (Platt 1999, "Probabilistic outputs for support vector machines", section 2.2.)
 */
export function fitPlatt(rows: readonly Scored[]): BaseCalibration {
  const positive = rows.filter((row) => row.y === 1).length;
  const high = (positive + 1) / (positive + 2);
  const low = 1 / (rows.length - positive + 2);
  // A soft target t is a pair of rows: one positive of weight t, one negative of weight 1 − t.
  const soft = rows.flatMap((row) => {
    const target = row.y === 1 ? high : low;
    const weight = row.weight ?? 1;
    return [{ x: [row.score], y: 1 as const, weight: weight * target }, { x: [row.score], y: 0 as const, weight: weight * (1 - target) }];
  });
  return { kind: 'platt', model: fitLogistic(soft, 1e-6) };
}

/** Isotonic regression by pooling adjacent violators; kept half a count away from 0 and 1, so that no step says "never". */
export function fitIsotonic(rows: readonly Scored[]): BaseCalibration {
  const sorted = rows.toSorted((a, b) => a.score - b.score);
  const pools: { from: number; sum: number; weight: number }[] = [];
  for (const row of sorted) {
    const weight = row.weight ?? 1;
    const last = pools.at(-1);
    if (last && last.from === row.score) {
      last.sum += row.y * weight;
      last.weight += weight;
    } else {
      pools.push({ from: row.score, sum: row.y * weight, weight });
    }
    while (pools.length > 1) {
      const top = pools.at(-1);
      const below = pools.at(-2);
      if (!top || !below || below.sum / below.weight < top.sum / top.weight) break;
      pools.splice(-2, 2, { from: below.from, sum: below.sum + top.sum, weight: below.weight + top.weight });
    }
  }
  const edge = 0.5 / (1 + rows.reduce((sum, row) => sum + (row.weight ?? 1), 0));
  return { kind: 'isotonic', thresholds: pools.map((pool) => pool.from), values: pools.map((pool) => Math.min(1 - edge, Math.max(edge, pool.sum / pool.weight))) };
}

export function calibrate(calibration: Calibration, score: number): number {
  if (calibration.kind === 'platt') return sigmoid(logisticScore(calibration.model, [score]));
  if (calibration.kind === 'adjusted') return sigmoid(logisticScore(calibration.model, [logit(Math.min(1 - 1e-6, Math.max(1e-6, calibrate(calibration.of, score))))]));
  const { thresholds, values } = calibration;
  let index = thresholds.findLastIndex((threshold) => threshold <= score);
  if (index < 0) index = 0;
  return values[index] ?? 0.5;
}
