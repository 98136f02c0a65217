import { expect, test } from 'vitest';
import { constantHead } from '../testing/sampleProfile.ts';
import { predictedDistance } from './difficultyPredictor.ts';

const state = { question: 'How many?', steps: [], position: 0 };
const candidate = { text: 'Count.', reason: 'step', tokens: [], tools: [] } as const;
const distance = (...atMost: number[]) => predictedDistance({ distance: atMost.map(constantHead) }, state, candidate);

test('the distance is the first that is as likely reached as not', () => {
  expect(distance(0.6, 0.7, 0.8, 0.9)).toBe(0);
  expect(distance(0.2, 0.4, 0.55, 0.9)).toBe(2);
  expect(distance(0.1, 0.2, 0.3, 0.4)).toBeNull();
  expect(distance()).toBeNull();
});

test('the heads are an order: what was reached stays reached', () => {
  expect(distance(0.1, 0.51, 0.2, 0.3)).toBe(1);
});
