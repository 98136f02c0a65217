import { describe, expect, it } from 'vitest';
import type { CurvePoint } from '../../../shared/contract/gate.ts';
import { accuracyDomain, placed } from './accuracyCurve.ts';
import { bandPath, linear, linePath } from './plotPaths.ts';

const point = (p: number, share: number, accuracy: number, usd: number | null): CurvePoint => ({ p, share: { value: share, low: share, high: share }, accuracy: { value: accuracy, low: accuracy - 0.05, high: accuracy + 0.05 }, usdPerQuestion: usd });
const curve = [point(0, 1, 0.66, 0.002), point(0.5, 0.2, 0.61, null), point(1, 0, 0.33, 0)];

describe('the curve', () => {
  it('goes from left to right over its measure, without points that lack it', () => {
    expect(placed(curve, (one) => one.share.value).map(({ x, y }) => [x, y])).toEqual([[0, 0.33], [0.2, 0.61], [1, 0.66]]);
    expect(placed(curve, (one) => one.usdPerQuestion).map(({ x }) => x)).toEqual([0, 0.002]);
  });
  it('has an axis that holds every band, in tenths, and is never flat', () => {
    expect(accuracyDomain(placed(curve, (one) => one.share.value))).toEqual([0.2, 0.8]);
    const flat = accuracyDomain([{ x: 0, y: 1, low: 1, high: 1 }]);
    expect(flat[0]).toBeLessThan(flat[1]);
    expect(accuracyDomain([{ x: 0, y: 0, low: -0.1, high: 0 }])[0]).toBe(0);
  });
});

describe('paths', () => {
  const x = linear([0, 1], [0, 100]);
  const y = linear([0, 1], [50, 0]);
  const points = [{ x: 0, y: 0.5, low: 0.25, high: 0.75 }, { x: 1, y: 1, low: 0.5, high: 1 }];
  it('draw the line and the band around it', () => {
    expect(linePath(points, x, y)).toBe('M0,25L100,0');
    expect(bandPath(points, x, y)).toMatch(/^M0,12.5L100,0L100,25L0,37.5Z$/);
    expect(linePath([], x, y)).toBe('');
  });
  it('put a domain of no width in the middle', () => {
    expect(linear([2, 2], [0, 10])(2)).toBe(5);
  });
});
