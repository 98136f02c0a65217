import { expect, it } from 'vitest';
import { profileById } from '../agent/prompts/profiles.ts';
import type { ExamChain, ExamStep } from './chain.ts';
import { trainingExamples } from './trajectories.ts';

const step = (position: number, text: string, more: Partial<ExamStep> = {}): ExamStep => ({
  position, candidate: { text, reason: 'step', tokens: [], tools: [] }, values: {}, wrong: 0, reason: 'goldValue', pWrong: null, correction: null, ...more,
});
const answer = (position: number, text: string): ExamStep => ({ ...step(position, text), candidate: { text, reason: 'answer', tokens: [], tools: [] } });
const chain = (problem: string, steps: readonly ExamStep[], more: Partial<ExamChain> = {}): ExamChain => ({
  problem, data: 'test', question: 'How many?', round: 1, p: null, steps, branches: [], rightUnaided: true, right: true, ...more,
});
const clean = chain('a', [step(0, '2 * 3 = 6'), answer(1, '6')]);
const mended = chain('b', [step(0, '2 + 3 = 5', { wrong: 1, reason: 'notOnTheWay', correction: { by: 'expert', text: '2 * 3 = 6' } }), answer(1, '6')], { rightUnaided: false });
const profile = profileById('zeroShot');

it('stage 1 takes only chains without a mistake, and trains on all of them', () => {
  const [example, ...others] = trainingExamples([clean, mended, chain('c', [], { round: 2 })], profile, 1);
  expect(others).toEqual([]);
  expect(example?.messages.slice(1)).toEqual([
    { role: 'user', content: 'How many?' }, { role: 'assistant', content: 'Step 1: 2 * 3 = 6', weight: 1 }, { role: 'assistant', content: 'Answer: 6', weight: 1 },
  ]);
});

it('stage 3 masks the mistake and trains on reflection and correction', () => {
  const [example, ...others] = trainingExamples([clean, mended], profile, 3);
  expect(others).toEqual([]);
  expect(example?.messages.slice(2)).toEqual([
    { role: 'assistant', content: 'Step 1: 2 + 3 = 5', weight: 0 },
    { role: 'assistant', content: 'Wait, that step does not lead to the answer. Step 1: 2 * 3 = 6', weight: 1 },
    { role: 'assistant', content: 'Answer: 6', weight: 1 },
  ]);
});
