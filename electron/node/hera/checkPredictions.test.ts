import { expect, it } from 'vitest';
import { drawn } from './checkPredictions.ts';

const states = ['a', 'a', 'a', 'a', 'b', 'b', 'c'].map((problem, i) => ({ problem, i }));

it('states are drawn from every request before a second one of any', () => {
  for (let seed = 1; seed <= 20; seed += 1) {
    const problems = drawn(states, 7, seed).map(({ problem }) => problem);
    expect(problems.slice(0, 3).toSorted()).toEqual(['a', 'b', 'c']);
    expect(problems.slice(3, 5).toSorted()).toEqual(['a', 'b']);
    expect(problems.slice(5)).toEqual(['a', 'a']);
  }
});

it('the same seed draws the same states, another one others', () => {
  expect(drawn(states, 2, 1)).toEqual(drawn(states, 2, 1));
  expect(new Set(Array.from({ length: 20 }, (_, seed) => JSON.stringify(drawn(states, 2, seed)))).size).toBeGreaterThan(1);
});
