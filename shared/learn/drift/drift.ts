import { wilson } from '../metrics.ts';

/** What the head said of a labelled step before its label was known, what was found, and how much it counts. */
export interface LabelledPrediction { readonly p: number; readonly y: 0 | 1; readonly group: string; readonly weight?: number }

/** How true the head's percentages are of late. */
export interface Drift {
  /** Labelled steps looked at. */
  readonly n: number;
  /** Expected calibration error less what a perfect head would show on the same steps, with its 95 % interval. */
  readonly debiasedEce: { readonly value: number; readonly low: number; readonly high: number };
  /** The range of percentages that is farthest off; null where none is clearly off. */
  readonly worst: { readonly said: number; readonly happened: number; readonly n: number } | null;
  /** More than chance explains. */
  readonly isDrifting: boolean;
}

/** Labelled steps that are looked at. */
export const driftWindow = 200;
/** Fewer say nothing. */
export const fewestForDrift = 50;
const draws = 200;
const bins = 5;

/**
 * Rolling calibration over the newest labelled steps; null where there are too few. The interval's width comes from
 * resampling whole chats or problems around the debiased value: resampled errors themselves are biased upwards.
 * The value is on the careful side: a perfect head's error is taken off whole, also where the head's own is large.
 * @param rows in the order in which they were labelled
 */
export function measureDrift(rows: readonly LabelledPrediction[], random: () => number): Drift | null {
  const last = rows.filter((row) => (row.weight ?? 1) > 0).slice(-driftWindow);
  if (last.length < fewestForDrift) return null;
  const perfect = mean(Array.from({ length: draws }, () => weightedEce(last.map((row) => ({ ...row, y: random() < row.p ? 1 : 0 })))));
  const value = weightedEce(last) - perfect;
  const groups = [...Map.groupBy(last, (row) => row.group).values()];
  const resampled = Array.from({ length: draws }, () => weightedEce(groups.flatMap(() => groups[Math.floor(random() * groups.length)] ?? [])));
  const half = 1.96 * Math.sqrt(mean(resampled.map((one) => (one - mean(resampled)) ** 2)));
  const isDrifting = value - half > 0;
  return { n: last.length, debiasedEce: { value, low: value - half, high: value + half }, worst: isDrifting ? worstOf(last) : null, isDrifting };
}

function worstOf(rows: readonly LabelledPrediction[]): Drift['worst'] {
  const off = binned(rows).flatMap((bin) => {
    const { said, happened, weight } = figures(bin);
    const [low, high] = wilson(happened * bin.length, bin.length);
    return said >= low && said <= high ? [] : [{ said, happened, n: bin.length, loss: weight * Math.abs(said - happened) }];
  }).toSorted((a, b) => b.loss - a.loss)[0];
  return off ? { said: off.said, happened: off.happened, n: off.n } : null;
}

function weightedEce(rows: readonly LabelledPrediction[]): number {
  const parts = binned(rows).map(figures);
  return parts.reduce((sum, { said, happened, weight }) => sum + weight * Math.abs(said - happened), 0) / parts.reduce((sum, { weight }) => sum + weight, 0);
}

function binned(rows: readonly LabelledPrediction[]): readonly (readonly LabelledPrediction[])[] {
  const sorted = rows.toSorted((a, b) => a.p - b.p);
  return Array.from({ length: bins }, (_, i) => sorted.slice(Math.round((i * sorted.length) / bins), Math.round(((i + 1) * sorted.length) / bins))).filter((bin) => bin.length > 0);
}

function figures(bin: readonly LabelledPrediction[]): { readonly said: number; readonly happened: number; readonly weight: number } {
  const weight = bin.reduce((sum, row) => sum + (row.weight ?? 1), 0);
  return {
    said: bin.reduce((sum, row) => sum + (row.weight ?? 1) * row.p, 0) / weight,
    happened: bin.reduce((sum, row) => sum + (row.weight ?? 1) * row.y, 0) / weight, weight,
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}
