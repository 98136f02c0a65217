import { expect, test } from 'vitest';
import { TandemError } from '../../../shared/errors.ts';
import { openEmbedder, remembering } from './openEmbedder.ts';

test('a missing or damaged embedding model is said in a sentence', async () => {
  for (const kind of ['modelMissing', 'modelDamaged'] as const) {
    const models = { open: () => Promise.reject(new TandemError(kind, 'It is not here.')), get: () => Promise.reject(new Error('not asked for')) };
    expect(await openEmbedder({ note: () => undefined, models }, new AbortController().signal)).toMatchObject({ embedder: null, why: 'It is not here.' });
  }
});

test('a text is embedded once, a failure is not kept, and the oldest goes first', async () => {
  const asked: string[] = [];
  let fails = true;
  const embedder = remembering({ id: 'x', embed: (text) => { asked.push(text); if (text === 'bad' && fails) { fails = false; return Promise.reject(new Error('no')); } return Promise.resolve(new Float32Array([1])); } }, 2);
  await embedder.embed('a');
  await embedder.embed('a');
  await expect(embedder.embed('bad')).rejects.toThrow('no');
  await embedder.embed('bad');
  await embedder.embed('c');
  await embedder.embed('a');
  expect(asked).toEqual(['a', 'bad', 'bad', 'c', 'a']);
});
