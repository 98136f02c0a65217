import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keepNearest, linearIndex } from './nearest.ts';

const dimensions = 6;
const unit = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: dimensions, maxLength: dimensions })
  .filter((numbers) => numbers.some((value) => value !== 0))
  .map((numbers) => Float32Array.from(numbers, (value) => value / Math.hypot(...numbers)));
const cosineOf = (a: Float32Array, b: Float32Array) => a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);

it('of items as near, the first ones are kept, in their order', () => {
  const best: { readonly item: string; readonly cosine: number }[] = [];
  for (const [item, cosine] of [['a', 0.5], ['b', 0.9], ['c', 0.5], ['d', 0.5], ['e', 0.9]] as const) keepNearest(best, { item, cosine }, 3);
  expect(best.map(({ item }) => item)).toEqual(['b', 'e', 'a']);
});

describe('the linear index', () => {
  it('finds what sorting all of them finds, whatever was added and removed before', () => {
    fc.assert(fc.property(
      fc.array(fc.record({ vector: unit, isRemoved: fc.boolean() }), { maxLength: 150 }), unit, fc.integer({ min: 0, max: 12 }),
      (entries, query, k) => {
        const index = linearIndex<number>(dimensions);
        for (const [item, { vector }] of entries.entries()) index.add(item, vector);
        for (const [item, { isRemoved }] of entries.entries()) if (isRemoved) expect(index.remove(item)).toBe(true);
        const kept = entries.flatMap(({ vector, isRemoved }, item) => (isRemoved ? [] : [{ item, cosine: cosineOf(vector, query) }]));
        const found = index.nearest(query, k);
        expect(index.size).toBe(kept.length);
        expect(found).toHaveLength(Math.min(k, kept.length));
        // Equal cosines may come in any order, so the cosines are compared, and each item with its own.
        const best = kept.map(({ cosine }) => cosine).sort((a, b) => b - a);
        for (const [place, { item, cosine }] of found.entries()) {
          expect(cosine).toBeCloseTo(best[place] ?? NaN, 5);
          expect(cosine).toBeCloseTo(kept.find((each) => each.item === item)?.cosine ?? NaN, 5);
        }
        expect(new Set(found.map(({ item }) => item)).size).toBe(found.length);
      },
    ));
  });

  it('removes nothing that is not there, and refuses a vector of another length', () => {
    const index = linearIndex<string>(2);
    index.add('a', Float32Array.of(1, 0));
    expect(index.remove('b')).toBe(false);
    expect(() => index.add('b', Float32Array.of(1))).toThrow(RangeError);
    expect(() => index.nearest(Float32Array.of(1, 0, 0), 1)).toThrow(RangeError);
    expect(index.nearest(Float32Array.of(0, 1), 3)).toEqual([{ item: 'a', cosine: 0 }]);
  });
});
