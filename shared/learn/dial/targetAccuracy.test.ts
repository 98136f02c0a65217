import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../switching/random.ts';
import { hoeffdingBentkus } from './hoeffdingBentkus.ts';
import { dialForAccuracy, mostAccuracy } from './targetAccuracy.ts';

describe('Hoeffding–Bentkus', () => {
  it('is the chance of so few losses, times e, where that is the smaller bound', () => {
    // P(no loss among 30 | risk 0.2) = 0.8^30; Hoeffding's bound is the same there, without the factor.
    expect(hoeffdingBentkus(0, 30, 0.2)).toBeCloseTo(0.8 ** 30, 12);
    expect(hoeffdingBentkus(0.2, 30, 0.2)).toBe(1);
    expect(hoeffdingBentkus(0.5, 30, 0.2)).toBe(1);
  });
  it('says nothing without problems, and rules out a certain loss', () => {
    expect(hoeffdingBentkus(0, 0, 0.5)).toBe(1);
    expect(hoeffdingBentkus(0.3, 10, 1)).toBe(0);
    expect(hoeffdingBentkus(0.3, 10, 0)).toBe(1);
  });
  it('falls with more problems and with a larger risk to be ruled out', () => fc.assert(fc.property(
    fc.double({ min: 0, max: 0.5, noNaN: true }), fc.integer({ min: 1, max: 300 }), fc.double({ min: 0.55, max: 0.95, noNaN: true }), (loss, n, risk) => {
      expect(hoeffdingBentkus(loss, n, Math.min(0.99, risk + 0.02))).toBeLessThanOrEqual(hoeffdingBentkus(loss, n, risk) + 1e-12);
      expect(hoeffdingBentkus(loss, 4 * n, risk)).toBeLessThanOrEqual(hoeffdingBentkus(loss, n, risk) + 1e-12);
    })));
});

const curve = [0, 0.25, 0.5, 0.75, 1].map((p) => ({ p, accuracy: 0.9 - 0.4 * p }));

describe('a target accuracy', () => {
  it('takes the least asking that can be shown to reach it', () => {
    expect(dialForAccuracy(curve, 200, 0.6)).toBe(0.5);
    expect(dialForAccuracy(curve, 2000, 0.6)).toBe(0.5);
    expect(dialForAccuracy(curve, 200, 0.3)).toBe(1);
  });
  it('promises less on fewer problems, and nothing beyond what asking always reaches', () => {
    expect(dialForAccuracy(curve, 12, 0.6)).toBe(0);
    expect(dialForAccuracy(curve, 200, 0.95)).toBeNull();
    expect(dialForAccuracy([], 200, 0.1)).toBeNull();
    expect(mostAccuracy(curve, 200) ?? 0).toBeLessThan(0.9);
    expect(mostAccuracy(curve, 2000) ?? 0).toBeGreaterThan(mostAccuracy(curve, 50) ?? 0);
    expect(mostAccuracy([], 20)).toBeNull();
  });
  it('promises no more than what is left when repairs were less lucky', () => {
    expect(dialForAccuracy(curve.map((point) => ({ ...point, floor: point.accuracy - 0.15 })), 2000, 0.6)).toBe(0.25);
    expect(dialForAccuracy(curve.map((point) => ({ ...point, floor: undefined })), 2000, 0.6)).toBe(0.5);
  });
  it('ends at the first setting that fails, though a later one would pass', () => {
    expect(dialForAccuracy([{ p: 0, accuracy: 0.9 }, { p: 0.5, accuracy: 0.2 }, { p: 1, accuracy: 0.9 }], 200, 0.6)).toBe(0);
  });
  it('breaks its promise in at most a tenth of the exams', () => {
    const random = seededRandom(7, 0);
    const broken = Array.from({ length: 400 }, (): number => {
      const rights = curve.map(() => 0);
      for (let i = 0; i < 100; i += 1) {
        // The same problem at every setting: one draw.
        const luck = random();
        for (const [at, { accuracy }] of curve.entries()) if (luck < accuracy) rights[at] = (rights[at] ?? 0) + 1;
      }
      const p = dialForAccuracy(curve.map((point, at) => ({ p: point.p, accuracy: (rights[at] ?? 0) / 100 })), 100, 0.695);
      return p !== null && 0.9 - 0.4 * p < 0.695 ? 1 : 0;
    });
    expect(broken.reduce((sum, one) => sum + one, 0) / 400).toBeLessThanOrEqual(0.1);
  });
});
