import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../switching/random.ts';
import { bucketAt, paceDial, readyAt, type Spend } from './budget.ts';

const day = 86_400_000;

describe('the bucket', () => {
  it('is full before anything was spent, empties with spending and fills evenly', () => {
    expect(bucketAt([], 30, 0)).toEqual({ levelUsd: 7, capacityUsd: 7, usdPerDay: 1 });
    expect(bucketAt([{ at: 0, usd: 3 }], 30, 0).levelUsd).toBeCloseTo(4, 9);
    expect(bucketAt([{ at: 0, usd: 3 }], 30, 2 * day).levelUsd).toBeCloseTo(6, 9);
    expect(bucketAt([{ at: 0, usd: 3 }], 30, 90 * day).levelUsd).toBe(7);
  });
  it('says when it will hold enough', () => {
    const empty = bucketAt([{ at: 0, usd: 9 }], 30, 0);
    expect(empty.levelUsd).toBe(0);
    expect(readyAt(empty, 0.5, 0)).toBeCloseTo(day / 2, 3);
    expect(readyAt(empty, 8, 0)).toBeNull();
    expect(readyAt(bucketAt([], 30, 5), 1, 5)).toBe(5);
  });
  it('is never over its brim or under its ground, in whatever order the entries come', () => fc.assert(fc.property(
    fc.array(fc.record({ at: fc.integer({ min: 0, max: 60 * day }), usd: fc.double({ min: 0, max: 20, noNaN: true }) }), { maxLength: 20 }), fc.double({ min: 0.01, max: 100, noNaN: true }),
    (spends, usd) => {
      const { levelUsd, capacityUsd } = bucketAt(spends, usd, 60 * day);
      expect(levelUsd).toBeGreaterThanOrEqual(0);
      expect(levelUsd).toBeLessThanOrEqual(capacityUsd + 1e-9);
      expect(bucketAt(spends.toReversed(), usd, 60 * day).levelUsd).toBeCloseTo(levelUsd, 6);
    })));
});

describe('the pace', () => {
  const bucket = bucketAt([], 30, 0);
  const scores = Array.from({ length: 100 }, (_, i) => (i + 1) / 100);
  it('asks for the share that the allowance pays for', () => {
    // Half full: the even share, here 1 dollar a day for 100 steps at 5 cents, a fifth.
    expect(paceDial({ bucket: { ...bucket, levelUsd: 3.5 }, scores, stepsPerDay: 100, usdPerStep: 0.05, otherwise: 0.5 })).toBeCloseTo(0.8, 9);
    expect(paceDial({ bucket, scores, stepsPerDay: 100, usdPerStep: 0.05, otherwise: 0.5 })).toBeCloseTo(0.6, 9);
    expect(paceDial({ bucket, scores, stepsPerDay: 10, usdPerStep: 0.05, otherwise: 0.5 })).toBe(0);
  });
  it('asks nothing from an empty bucket, and stays where it stood until prices and scores are known', () => {
    expect(paceDial({ bucket: { ...bucket, levelUsd: 0.01 }, scores, stepsPerDay: 100, usdPerStep: 0.05, otherwise: 0.5 })).toBe(1);
    expect(paceDial({ bucket, scores: [0.3], stepsPerDay: 1, usdPerStep: 0.05, otherwise: 0.4 })).toBe(0.4);
    expect(paceDial({ bucket, scores, stepsPerDay: 100, usdPerStep: null, otherwise: 0.4 })).toBe(0.4);
  });
  it('spends about the budget in three busy months, evenly, and on the steps most likely wrong', () => {
    const random = seededRandom(3, 0);
    const spends: Spend[] = [];
    const scored: { readonly at: number; readonly value: number }[] = [];
    const asked: number[] = [];
    for (let at = 0; at < 90 * day; at += day / 120) {
      const recent = spends.slice(-4000);
      const p = paceDial({
        bucket: bucketAt(recent, 3, at), scores: scored.slice(-200).map(({ value }) => value),
        stepsPerDay: scored.filter((one) => one.at > at - 7 * day).length / Math.max(1, Math.min(7, at / day)), usdPerStep: spends.length === 0 ? null : 0.004, otherwise: 0.5,
      });
      const value = random() ** 2;
      scored.push({ at, value });
      if (scored.length > 2000) scored.splice(0, 1000);
      if (value <= p) continue;
      spends.push({ at, usd: 0.002 + 0.004 * random() });
      asked.push(value);
    }
    for (const from of [0, 30, 60]) {
      const month = spends.filter(({ at }) => at >= from * day && at < (from + 30) * day).reduce((sum, { usd }) => sum + usd, 0);
      expect(month).toBeGreaterThan(2.4);
      expect(month).toBeLessThan(3.8);
    }
    expect(asked.reduce((sum, value) => sum + value, 0) / asked.length).toBeGreaterThan(0.6);
  });
});
