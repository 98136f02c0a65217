import { expect, it } from 'vitest';
import { examSizes } from './examSizes.ts';

it('an exam is as long as its time allows, told by time where a problem’s is known, and never longer than the chains', () => {
  expect(examSizes(197, 6)).toEqual([{ label: '30 s', problems: 5 }, { label: '60 s', problems: 10 }, { label: '5 min', problems: 50 }, { label: '20 min (all that there are)', problems: 197 }]);
  expect(examSizes(30, null).map(({ problems }) => problems)).toEqual([5, 10, 20]);
  expect(examSizes(0, 6)).toEqual([]);
});
