import { describe, expect, it } from 'vitest';
import { goesInCircles } from './repetition.ts';

const repeat = (period: readonly number[], times: number): readonly number[] => Array.from({ length: times }, () => period).flat();

describe('repetition', () => {
  it('is a passage three times over', () => {
    expect(goesInCircles([9, 9, ...repeat([1, 2, 3, 4, 5, 6, 7, 8], 3)], 'x')).toBe(true);
    expect(goesInCircles([9, ...repeat([1, 2, 3, 4, 5, 6, 7, 8], 2), 1, 2, 3], 'x')).toBe(false);
  });

  it('is one token very often, but not a row of noughts', () => {
    expect(goesInCircles(repeat([5], 24), 'x')).toBe(true);
    expect(goesInCircles(repeat([5], 12), 'x')).toBe(false);
  });

  it('is a line that comes for the third time, with others between', () => {
    expect(goesInCircles([1], 'She has 12 apples.\na\nShe has 12 apples.\nb\nShe has 12 apples.\n')).toBe(true);
    expect(goesInCircles([1], 'She has 12 apples.\na\nShe has 12 apples.\nb\nShe has 13 apples.\n')).toBe(false);
    expect(goesInCircles([1], 'So\nSo\nSo\n')).toBe(false);
  });

  it('is not a text that goes on', () => {
    expect(goesInCircles(Array.from({ length: 300 }, (_, index) => (index * 7919) % 251), 'no')).toBe(false);
  });
});
