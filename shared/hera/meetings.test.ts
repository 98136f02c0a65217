import { expect, test } from 'vitest';
import { alikeInWords, meetings } from './meetings.ts';

const node = (path: string, text: string) => ({ path, text });

test('ways of the same length that say the same have the same number, in reading order', () => {
  const found = meetings([
    node('L', 'Add 3 and 4.'), node('E', 'Multiply 3 by 4.'),
    node('LL', 'So 7 pens.'), node('LE', 'There are 12 pens.'), node('EL', 'There are 12 pens.'), node('EE', 'so 7 pens'),
    node('LLL', 'So 7 pens.'),
  ], alikeInWords);
  expect([...found].toSorted()).toEqual([['EE', 1], ['EL', 2], ['LE', 2], ['LL', 1]]);
});

test('being like is not passed on: a group is like its first node', () => {
  const near = (a: string, b: string) => Math.abs(Number(a) - Number(b)) <= 1;
  expect(meetings([node('L', '1'), node('E', '2')], near).size).toBe(2);
  expect([...meetings([node('LL', '1'), node('LE', '2'), node('EL', '3')], near).keys()].toSorted()).toEqual(['LE', 'LL']);
});

test('without vectors, the same numbers or the same words are alike, one number apart is not', () => {
  expect(alikeInWords('20 * 3 = 60 minutes.', 'She plays 60 minutes, which is 20 * 3.')).toBe(true);
  expect(alikeInWords('20 + 60 = 80', '60 + 60 = 120')).toBe(false);
  expect(alikeInWords('Count the pens!', 'count the pens')).toBe(true);
  expect(alikeInWords('There are 7 pens.', 'He has 7 coins.')).toBe(false);
});
