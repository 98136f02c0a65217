import type { CurvePoint } from '../../../shared/contract/gate.ts';
import type { Banded } from './plotPaths.ts';

/** A point of the curve with where it lies from left to right. */
export interface Placed extends Banded { readonly point: CurvePoint }

/** The curve over any measure, from left to right; points without the measure are left out. */
export function placed(curve: readonly CurvePoint[], measure: (point: CurvePoint) => number | null): readonly Placed[] {
  return curve.flatMap((point): Placed[] => {
    const x = measure(point);
    return x === null ? [] : [{ x, y: point.accuracy.value, low: point.accuracy.low, high: point.accuracy.high, point }];
  }).toSorted((a, b) => a.x - b.x || b.point.p - a.point.p);
}

/** The axis that holds every band, to the next tenth. */
export function accuracyDomain(points: readonly Banded[]): readonly [number, number] {
  const low = Math.floor(Math.min(1, ...points.map((point) => point.low)) * 10 + 1e-9) / 10;
  const high = Math.ceil(Math.max(0, ...points.map((point) => point.high)) * 10 - 1e-9) / 10;
  return [Math.max(0, Math.min(low, high - 0.1)), Math.min(1, Math.max(high, low + 0.1))];
}
