import { expect, test } from 'vitest';
import { neighbours } from './neighbours.ts';

const item = (name: string, ...vector: number[]) => ({ name, vector });
const items = [item('far', 0, 1), item('near', 1, 0), item('between', 0.8, 0.6), item('of another embedder', 1, 0, 0)];

test('the nearest come first; vectors of another length are not compared', () => {
  const found = neighbours(items, Float32Array.from([1, 0]), 2);
  expect(found.map(({ item: { name }, cosine }) => [name, Number(cosine.toFixed(2))])).toEqual([['near', 1], ['between', 0.8]]);
  expect(neighbours(items, Float32Array.from([1, 0]), 9)).toHaveLength(3);
  expect(neighbours([], Float32Array.from([1, 0]), 2)).toEqual([]);
  expect(neighbours(items, Float32Array.from([1]), 2)).toEqual([]);
});
