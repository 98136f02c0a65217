import { expect, test } from 'vitest';
import { worthOf } from './isRight.ts';

test('an answer from reading is worth its F1, any other is right or not', () => {
  const words = { rule: 'words', accepted: ['the old lighthouse'] } as const;
  expect(worthOf('old lighthouse keeper', words)).toBeCloseTo(0.8, 2);
  expect(worthOf('Old lighthouse.', words)).toBe(1);
  expect(worthOf('12 men', { rule: 'drop', accepted: ['12'] })).toBeGreaterThan(0.5);
  expect(worthOf('The answer is 65.', { rule: 'number', value: 65, tolerance: 0 })).toBe(1);
  expect(worthOf('yes, it would', { rule: 'yesNo', value: false })).toBe(0);
  expect(worthOf(null, words)).toBe(0);
  expect(worthOf(' ', words)).toBe(0);
});
