import { expect, test } from 'vitest';
import { letterEmbedder } from '../testing/sampleProfile.ts';
import { convergence } from './convergence.ts';
import { horizon } from './difficultyPredictor.ts';

const state = { question: 'How many?', steps: [{ by: 'local' as const, text: 'First.' }], position: 1 };
const known = [{ problem: 'a', question: 'Q', last: '', next: 'N', position: 0, vector: [] }];

function probe(local: readonly string[], expert: readonly string[], find = () => known) {
  const predictions = expert.values();
  const written: (readonly string[])[] = [];
  return {
    written, find, embed: (text: string) => letterEmbedder.embed(text),
    complete: ({ turns }: { readonly turns: readonly { readonly text: string }[] }) => { written.push((turns.at(-1)?.text ?? '').split('\n').slice(2, -1)); return Promise.resolve(predictions.next().value ?? ''); },
    continueFrom: (_steps: unknown, count: number) => Promise.resolve(local.slice(0, count)),
  };
}

test('both go on in thought, each on its own way, and are compared place by place up to the horizon', async () => {
  const pair = probe(['b 8', 'c 2', 'd 1', 'e 5'], ['They are 90.', 'c 2', 'd 9', 'never']);
  const met = await convergence(state, 'Own.', 'Theirs.', pair);
  expect(met.map(({ ahead, similar }) => [ahead, similar >= 0.7])).toEqual([[1, false], [2, true], [3, false]]);
  expect(met).toHaveLength(horizon);
  // The expert is predicted behind its own predicted steps, not behind the local ones.
  expect(pair.written).toEqual([['First.', 'Theirs.'], ['First.', 'Theirs.', 'They are 90.'], ['First.', 'Theirs.', 'They are 90.', 'c 2']]);
});

test('it looks no further than either of them goes', async () => {
  expect(await convergence(state, 'Own.', 'Theirs.', probe(['b 8'], ['b 8', 'c 2']))).toHaveLength(1);
  expect(await convergence(state, 'Own.', 'Theirs.', probe(['b 8', 'c 2'], ['b 8', '']))).toHaveLength(1);
  expect(await convergence(state, 'Own.', 'Theirs.', probe(['b 8'], ['b 8'], () => []))).toEqual([]);
});
