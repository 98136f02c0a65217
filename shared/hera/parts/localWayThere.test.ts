import { expect, test } from 'vitest';
import type { AcceptedStep } from '../../agent/model.ts';
import { letterEmbedder } from '../testing/sampleProfile.ts';
import { localWayThere } from './localWayThere.ts';

const from: readonly AcceptedStep[] = [{ by: 'expert', text: 'First.' }];
function probe(goesOn: readonly string[]) {
  const asked: (readonly [readonly string[], number])[] = [];
  return { asked, embed: (text: string) => letterEmbedder.embed(text), continueFrom: (steps: readonly AcceptedStep[], count: number) => { asked.push([steps.map((step) => step.text), count]); return Promise.resolve(goesOn.slice(0, count)); } };
}

test('the local model goes on alone that far, behind its own subtask, and its last step is compared', async () => {
  const own = probe(['A detour.', 'He eats 2 of 7.', 'Never asked.']);
  const there = await localWayThere(2, from, 'Own step.', 'He eats 2 of 7.', own);
  expect(own.asked).toEqual([[['First.', 'Own step.'], 2]]);
  expect(there).toMatchObject({ ahead: 2, text: 'He eats 2 of 7.' });
  expect(there?.similar).toBeCloseTo(1, 6);
});

test('an answer that ends before says nothing about where it would have been', async () => {
  expect(await localWayThere(2, from, 'Own step.', 'x', probe(['The answer is 5.']))).toBeNull();
  expect(await localWayThere(1, from, 'Own step.', 'x', probe([]))).toBeNull();
});
