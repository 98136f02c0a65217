import { describe, expect, it } from 'vitest';
import { cosine, factsIn, paperThreshold, similarity, unlikeness } from './similarity.ts';

const same = Float32Array.from([0.6, 0.8]);
const of = (a: string, b: string, [left, right] = [same, same]) => similarity({ text: a, vector: left }, { text: b, vector: right });

describe('the facts of a subtask', () => {
  it('are its numbers in one spelling, and its names', () => {
    expect([...factsIn('Then Tom pays $1,200.50 for 03 boxes, and Ann 2.0.')].toSorted()).toEqual(['1200.5', '2', '3', 'ann', 'tom']);
    expect(factsIn('Nothing to count here.').size).toBe(0);
    expect(factsIn('Half of it. Then more.').size).toBe(0);
  });

  it('have known limits, which the fitted labels share', () => {
    expect(factsIn('20 * 60')).toEqual(factsIn('20 + 60'));
    expect(factsIn('60 + 60')).toEqual(factsIn('60'));
    expect(factsIn('-5 degrees')).toEqual(factsIn('5 degrees'));
    expect(factsIn('Tom pays')).toEqual(new Set());
  });
});

describe('similarity', () => {
  it('is the cosine where all facts are shared, and less by the share that is not', () => {
    expect(of('He has 3 + 4 = 7.', 'So 3 + 4 = 7 in all.')).toBeCloseTo(1, 6);
    expect(of('He has 3 + 4 = 7.', 'So 3 + 5 = 8 in all.')).toBeCloseTo(1 / 5, 6);
    expect(of('no fact', 'none either', [same, Float32Array.from([0.8, 0.6])])).toBeCloseTo(0.96, 6);
    expect(of('3', 'none')).toBe(0);
    expect(of('a', 'b', [same, Float32Array.from([-0.6, -0.8])])).toBe(0);
    expect(cosine(same, same)).toBeCloseTo(1, 6);
  });

  it('takes no sum for another: one fact of up to five apart is below the threshold, six are not', () => {
    expect(of('60 + 60 = 120', '20 + 60 = 80')).toBeLessThan(paperThreshold);
    const facts = (n: number, last: number) => [...Array.from({ length: n - 1 }, (_, i) => i + 1), last].join(', ');
    for (const n of [1, 2, 3, 4, 5]) expect(of(facts(n, 50), facts(n, 60))).toBeLessThan(paperThreshold);
    expect(of(facts(6, 50), facts(6, 60))).toBeCloseTo(5 / 7, 6);
  });
});

it('the threshold grows with the position, and the ends of the dial are ends', () => {
  expect(unlikeness(0.8, 0, 0.1)).toBeCloseTo(0.2, 9);
  expect(unlikeness(0.8, 3, 0.1)).toBeCloseTo(0.5, 9);
  expect([unlikeness(0, 9, 0.5), unlikeness(1, 0, 0.5)]).toEqual([1, 0]);
});
