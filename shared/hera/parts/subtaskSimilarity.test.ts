import { expect, test } from 'vitest';
import { constantHead, letterEmbedder } from '../testing/sampleProfile.ts';
import { likeness, likenessValues, predictedSimilarity } from './subtaskSimilarity.ts';

const embed = (text: string) => letterEmbedder.embed(text);
const state = { question: 'Tom has 3 apples and 4 pears.', steps: [], position: 0 };
const candidate = { text: '3 + 4 = 7 pieces.', reason: 'answer', tokens: [], tools: [] } as const;

test('two subtasks are compared by meaning and facts; nothing written is like nothing', async () => {
  expect(await predictedSimilarity('3 + 4 = 7.', '3 + 4 = 7.', embed)).toBeCloseTo(1, 6);
  expect(await predictedSimilarity('3 + 4 = 7.', '3 + 5 = 8.', embed)).toBeLessThan(0.3);
  expect(await predictedSimilarity(' ', '3', embed)).toBe(0);
  expect(await predictedSimilarity('3', '', embed)).toBe(0);
});

test('likeness is read off the candidate, without any text to compare it with', () => {
  expect(likeness({ likeness: null }, state, candidate)).toBeNull();
  expect(likeness({ likeness: constantHead(0.8) }, state, candidate)).toBeCloseTo(0.8, 6);
  expect(likenessValues(state, candidate)).toMatchObject({ position: 0, isAnswer: 1, meanLogProb: null });
});
