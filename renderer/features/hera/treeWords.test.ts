import { expect, it } from 'vitest';
import { sampleTree } from '../../testing/sampleHera.ts';
import { chanceWords, endWords, meetingWords, nodeWords, summaryWords, wayWords } from './treeWords.ts';

const node = (path: string) => {
  const found = sampleTree.nodes.find((one) => one.path === path);
  if (!found) throw new Error(`no node ${path}`);
  return found;
};

it('tells who wrote the steps of a way', () => {
  expect(wayWords('LEL')).toBe('here, expert, here');
});

it('tells how a way ends, also where rightness is graded', () => {
  expect([endWords({ right: 1, answer: '7' }), endWords({ right: 0, answer: null }), endWords({ right: 0.4, answer: 'a cat' }), endWords({ right: null, answer: null })]).toEqual(['right (7)', 'wrong', '40 % right (a cat)', null]);
});

it('names the ways that meet, and only those', () => {
  expect(meetingWords(sampleTree, node('LE'))).toBe('meeting 1, 1 other way says the same: “expert, expert”');
  expect(meetingWords(sampleTree, node('L'))).toBeNull();
});

it('says a node in one breath', () => {
  expect(nodeWords(sampleTree, node('LE'))).toMatch(/^Step 2, by the expert, after here: .*meeting 1, 1 other way says/);
  expect(nodeWords(sampleTree, node('E'))).toMatch(/^Step 1, by the expert, the first: /);
  expect(nodeWords(sampleTree, node('LLL'))).toContain('The answer is wrong (1200)');
});

it('names chance only where it had a part', () => {
  expect([chanceWords(1), chanceWords(0.25)]).toEqual([null, 'one of several ways from here, drawn with a chance of 25 %']);
});

it('keeps a line of the list short', () => {
  expect(summaryWords({ problem: 'p', question: 'word '.repeat(40), steps: 3, localRight: 0, expertRight: 0.5 }, 2)).toMatch(/^3\. .{59}… \(here ✗, expert 50 %\)$/);
});
