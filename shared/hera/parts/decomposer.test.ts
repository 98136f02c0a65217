import { expect, test } from 'vitest';
import type { TextRequest } from '../../agent/model.ts';
import { letterEmbedder } from '../testing/sampleProfile.ts';
import { decomposedSimilarity } from './decomposer.ts';

const state = { question: 'How many?', steps: [], position: 0 };
async function taken(own: string, theirs: string) {
  const asked: TextRequest[] = [];
  const answers = [own, theirs].values();
  const least = await decomposedSimilarity(state, 'Own\nstep.', 'Their step.', {
    complete: (request) => { asked.push(request); return Promise.resolve(answers.next().value ?? ''); }, embed: (text) => letterEmbedder.embed(text),
  });
  return { least, asked };
}

test('both subtasks are taken apart and compared piece by piece; the least alike pair counts', async () => {
  const { least, asked } = await taken('Add 3 and 4.\n2. That is 7.', 'Add 3 and 4.\n2) That is 7.');
  expect(least).toBeCloseTo(1, 6);
  expect(asked.map(({ turns }) => turns[0]?.text)).toEqual(['Problem: How many?\nStep to take apart: Own; step.', 'Problem: How many?\nStep to take apart: Their step.']);
  expect((await taken('Add 3 and 4.\n2. That is 7.', 'Add 3 and 4.\n2. That is 8.')).least).toBe(0);
});

test('what does not come apart alike cannot be compared, and no more than four pieces are', async () => {
  expect((await taken('Add 3 and 4.', 'Add 3 and 4.')).least).toBeNull();
  expect((await taken('Add 3.\n2. Add 4.\n3. Add 5.', 'Add 3.\n2. Add 4.')).least).toBeNull();
  const pieces = (last: number) => `Take 1.\n2. Take 2.\n3. Take 3.\n4. Take 4.\n5. Take ${last}.`;
  expect((await taken(pieces(5), pieces(9))).least).toBeCloseTo(1, 6);
});
