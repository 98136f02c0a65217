/** A predicted probability (or any score that grows with it) and what happened. */
export interface Predicted { readonly p: number; readonly y: 0 | 1; readonly group?: string }

/** Area under the ROC curve: the chance that a positive scores above a negative, ties counted half. NaN without both. */
export function auroc(rows: readonly Predicted[]): number {
  const sorted = rows.toSorted((a, b) => a.p - b.p);
  let rankSum = 0;
  let positives = 0;
  for (let i = 0; i < sorted.length; ) {
    let j = i;
    while (j < sorted.length && sorted[j]?.p === sorted[i]?.p) j += 1;
    const rank = (i + j + 1) / 2;
    for (; i < j; i += 1) {
      if (sorted[i]?.y !== 1) continue;
      rankSum += rank;
      positives += 1;
    }
  }
  const negatives = rows.length - positives;
  return positives === 0 || negatives === 0 ? Number.NaN : (rankSum - (positives * (positives + 1)) / 2) / (positives * negatives);
}

/** Average precision: the area under the precision-recall curve, by steps; ties taken together. */
export function auprc(rows: readonly Predicted[]): number {
  const sorted = rows.toSorted((a, b) => b.p - a.p);
  const total = sorted.filter((row) => row.y === 1).length;
  if (total === 0) return Number.NaN;
  let seen = 0;
  let hit = 0;
  let area = 0;
  for (let i = 0; i < sorted.length; ) {
    const value = sorted[i]?.p;
    const before = hit;
    for (; i < sorted.length && sorted[i]?.p === value; i += 1) {
      seen += 1;
      hit += sorted[i]?.y ?? 0;
    }
    area += ((hit - before) / total) * (hit / seen);
  }
  return area;
}

export function brier(rows: readonly Predicted[]): number {
  return rows.reduce((sum, row) => sum + (row.p - row.y) ** 2, 0) / rows.length;
}

/** 1 − Brier / Brier of always saying the base rate: above 0 the probabilities say more than the base rate. */
export function brierSkill(rows: readonly Predicted[]): number {
  const rate = rows.reduce((sum, row) => sum + row.y, 0) / rows.length;
  return 1 - brier(rows) / (rate * (1 - rate));
}

/** Mean negative log-likelihood, probabilities kept 1e-6 away from 0 and 1. */
export function logLoss(rows: readonly Predicted[]): number {
  const clamp = (p: number) => Math.min(1 - 1e-6, Math.max(1e-6, p));
  return rows.reduce((sum, row) => sum - Math.log(row.y === 1 ? clamp(row.p) : 1 - clamp(row.p)), 0) / rows.length;
}

export interface ReliabilityBin { readonly from: number; readonly to: number; readonly n: number; readonly said: number; readonly happened: number; readonly low: number; readonly high: number }

/** Bins of equal count: what was said against what happened, with Wilson's 95 % interval. */
export function reliability(rows: readonly Predicted[], bins = 10): readonly ReliabilityBin[] {
  const sorted = rows.toSorted((a, b) => a.p - b.p);
  const count = Math.min(bins, sorted.length);
  return Array.from({ length: count }, (_, i) => {
    const part = sorted.slice(Math.round((i * sorted.length) / count), Math.round(((i + 1) * sorted.length) / count));
    const n = part.length;
    const hits = part.reduce((sum, row) => sum + row.y, 0);
    const [low, high] = wilson(hits, n);
    return { from: part[0]?.p ?? 0, to: part.at(-1)?.p ?? 0, n, said: part.reduce((sum, row) => sum + row.p, 0) / n, happened: hits / n, low, high };
  });
}

/** Expected calibration error over bins of equal count: Σ n/N·|said − happened|. Biased upwards for few rows: see `debiasedEce`. */
export function ece(rows: readonly Predicted[], bins = 10): number {
  return reliability(rows, bins).reduce((sum, bin) => sum + (bin.n / rows.length) * Math.abs(bin.said - bin.happened), 0);
}

/**
 * ECE less what a perfectly calibrated gate would show at the same n and the same predictions (mean of `draws`
 * simulations); may be below 0.
 */
export function debiasedEce(rows: readonly Predicted[], random: () => number, draws = 200, bins = 10): { readonly ece: number; readonly perfect: number; readonly debiased: number } {
  let sum = 0;
  for (let i = 0; i < draws; i += 1) sum += ece(rows.map((row) => ({ p: row.p, y: random() < row.p ? 1 : 0 })), bins);
  const measured = ece(rows, bins);
  return { ece: measured, perfect: sum / draws, debiased: measured - sum / draws };
}

/** Wilson's score interval for a share, 95 %. */
export function wilson(hits: number, n: number): readonly [number, number] {
  if (n === 0) return [0, 1];
  const z = 1.959964;
  const p = hits / n;
  const centre = (p + z ** 2 / (2 * n)) / (1 + z ** 2 / n);
  const half = (z / (1 + z ** 2 / n)) * Math.sqrt((p * (1 - p)) / n + z ** 2 / (4 * n ** 2));
  return [Math.max(0, centre - half), Math.min(1, centre + half)];
}
