import type { CurvePoint } from '../../../shared/contract/gate.ts';
import { bandPath, linear, linePath, type Banded } from '../exam/plotPaths.ts';

/** Width and height of the drawing in its own units; it is stretched over the slider. */
export const size = { width: 100, height: 32 } as const;
const margin = 2;

/** The slider's curve: everything in the drawing's units, left to right as the slider goes (p = 1 at the left). */
export interface DialCurveShape {
  readonly accuracy: string;
  readonly band: string;
  /** Null where prices are not known or all nothing. */
  readonly price: string | null;
  /** From the top, as a share of the height. */
  readonly height: (accuracy: number) => number;
}

export function dialCurveShape(curve: readonly CurvePoint[]): DialCurveShape {
  const points = curve.toSorted((a, b) => b.p - a.p);
  const x = linear([0, 1], [0, size.width]);
  const low = Math.min(...points.map((point) => point.accuracy.low));
  const high = Math.max(...points.map((point) => point.accuracy.high));
  const y = linear([low, high], [size.height - margin, margin]);
  const accuracy = points.map(({ p, accuracy: { value, low: from, high: to } }): Banded => ({ x: 1 - p, y: value, low: from, high: to }));
  const prices = points.flatMap(({ p, usdPerQuestion: usd }): Banded[] => (usd === null ? [] : [{ x: 1 - p, y: usd, low: usd, high: usd }]));
  const dearest = Math.max(0, ...prices.map((point) => point.y));
  return {
    accuracy: linePath(accuracy, x, y), band: bandPath(accuracy, x, y),
    price: dearest === 0 || prices.length < points.length ? null : linePath(prices, x, linear([0, dearest], [size.height - margin, margin])),
    height: (value) => y(value) / size.height,
  };
}
