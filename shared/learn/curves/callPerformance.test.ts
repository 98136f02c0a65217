import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accuracyAt, apgr, cpt, curveOf, localShareAt } from './callPerformance.ts';

const straight = curveOf([{ share: 0.5, accuracy: 0.4 }], 0.2, 0.6);
const good = curveOf([{ share: 0.2, accuracy: 0.5 }], 0.2, 0.6);

describe('call-performance threshold', () => {
  it('of random switching is the part itself', () => {
    expect(cpt(straight, 0.5)).toBeCloseTo(0.5, 9);
    expect(cpt(straight, 0.9)).toBeCloseTo(0.9, 9);
    expect(apgr(straight)).toBeCloseTo(0.5, 9);
  });
  it('is smaller for a policy that asks where it helps', () => {
    expect(cpt(good, 0.5)).toBeCloseTo(0.2 * (0.2 / 0.3), 9);
    expect(cpt(good, 0.9)).toBeCloseTo(0.2 + 0.8 * 0.6, 9);
    expect(apgr(good)).toBeGreaterThan(0.5);
  });
  it('holds for shares near the smallest number there is', () => {
    expect(accuracyAt(curveOf([{ share: 4e-323, accuracy: 0 }], 0.2, 0.6), 4e-323)).toBeCloseTo(0, 9);
  });
  it('puts points in order and lies between its points', () => {
    fc.assert(fc.property(fc.array(fc.record({ share: fc.double({ min: 0, max: 1, noNaN: true }), accuracy: fc.double({ min: 0, max: 1, noNaN: true }) }), { maxLength: 6 }), fc.double({ min: 0, max: 1, noNaN: true }), (dots, share) => {
      const curve = curveOf(dots, 0.2, 0.6);
      const all = curve.map((dot) => dot.accuracy);
      const value = accuracyAt(curve, share);
      expect(value).toBeGreaterThanOrEqual(Math.min(...all) - 1e-9);
      expect(value).toBeLessThanOrEqual(Math.max(...all) + 1e-9);
    }));
  });
});

describe('share of local steps at a loss', () => {
  it('grows with the loss that is borne, up to everything', () => {
    expect(localShareAt(straight, 0)).toBeCloseTo(0, 9);
    expect(localShareAt(straight, 0.2)).toBeCloseTo(0.5, 9);
    expect(localShareAt(good, 0.1)).toBeCloseTo(0.8, 9);
    expect(localShareAt(straight, 0.4)).toBe(1);
  });
});
