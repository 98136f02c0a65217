import { expect, it } from 'vitest';
import { answerShape } from './answerShape.ts';
import type { Turn } from './model.ts';
import { keptFollowUps, keptGreetings, tunedFollowUps, tunedGreetings, workedProblem } from './testing/followUps.ts';
import { shapePrompts, type ShapePrompt } from './testing/shapePrompts.ts';

it('is right on at least 90 % of 60 prompts kept apart from tuning, and on 90 % of those that want a plain reply', () => {
  expect(shapePrompts).toHaveLength(60);
  const right = shapePrompts.filter((prompt) => answerShape(prompt.text) === prompt.shape);
  expect(right.length / shapePrompts.length).toBeGreaterThanOrEqual(0.9);
  const chat = shapePrompts.filter((prompt) => prompt.shape === 'reply');
  expect(chat.filter((prompt) => answerShape(prompt.text) === 'reply').length / chat.length).toBeGreaterThanOrEqual(0.9);
});

const right = (prompts: readonly ShapePrompt[], history: readonly Turn[]) => prompts.filter((prompt) => answerShape(prompt.text, history) === prompt.shape).length / prompts.length;

it('knows a problem that varies the one before, on prompts kept apart as on those tuned on', () => {
  expect(tunedFollowUps.filter((prompt) => answerShape(prompt.text, workedProblem) !== prompt.shape)).toEqual([]);
  expect(right(keptFollowUps, workedProblem)).toBeGreaterThanOrEqual(0.9);
});

it('looks for a problem behind a greeting, on prompts kept apart as on those tuned on', () => {
  expect(tunedGreetings.filter((prompt) => answerShape(prompt.text) !== prompt.shape)).toEqual([]);
  expect(right(keptGreetings, [])).toBeGreaterThanOrEqual(0.9);
});

it('takes no follow-up for a problem where the turn before was none, or is longer ago', () => {
  const chat: readonly Turn[] = [{ role: 'user', text: 'hello' }, { role: 'assistant', text: 'Hello! The answer: 42.' }];
  for (const history of [[], chat, [...workedProblem, ...chat]]) expect(answerShape('And in 24 weeks?', history)).toBe('reply');
});

it('keeps to the shape of what is no follow-up, whatever stood before', () => {
  const wrong = shapePrompts.filter((prompt) => answerShape(prompt.text, workedProblem) !== prompt.shape);
  expect(wrong.length / shapePrompts.length).toBeLessThanOrEqual(0.1);
});

it.each(['', '   ', 'hello', 'write a mail to my boss asking for a day off on May 3', 'Give me a packing list for a 5-day trip with 2 kids', 'How many planets are there?'])(
  '"%s" gets a natural reply',
  (text) => {
    expect(answerShape(text)).toBe('reply');
  },
);

it.each(['12*17', 'What is 15% of 80?', 'Solve 3x + 5 = 20', "Last week a ticket was $100. This year it is down by 20%. What's the new price?", 'If all bloops are razzies and all razzies are lazzies, are all bloops lazzies?'])(
  '"%s" is worked out in steps',
  (text) => {
    expect(answerShape(text)).toBe('steps');
  },
);

it('answers at once, also for a huge or strange text', () => {
  for (const text of ['a '.repeat(50_000), '9'.repeat(100_000), '('.repeat(100_000), 'how many '.repeat(11_000), '\u0000\uFFFD'.repeat(40_000)]) {
    expect(['steps', 'reply']).toContain(answerShape(text));
  }
}, 10_000);
