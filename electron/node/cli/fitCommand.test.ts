import { expect, it } from 'vitest';
import type { ExamChain } from '../../../shared/exam/chain.ts';
import { onlyOnce } from './fitCommand.ts';

const chain = (problem: string, more: Partial<ExamChain> = {}): ExamChain => ({ problem, data: 'maths', question: 'How many?', round: 1, p: null, steps: [], branches: [], rightUnaided: false, right: false, ...more });

it('a problem that was examined twice counts once: the first time', () => {
  const [first, second] = [chain('a', { right: true }), chain('a')];
  expect(onlyOnce([first, chain('b'), second])).toEqual([first, chain('b')]);
});

it('another round, another dial and other data are other chains', () => {
  const all = [chain('a'), chain('a', { round: 2, p: 0.1 }), chain('a', { round: 2, p: 0.3 }), chain('a', { data: 'other' })];
  expect(onlyOnce(all)).toEqual(all);
});
