import { expect, it } from 'vitest';
import { letterEmbedder } from '../../../shared/hera/testing/sampleProfile.ts';
import { embeddingModelId } from '../models/catalog.ts';
import { questionEmbedder, questionsDomain } from './questionEmbedder.ts';

it('opens nothing before a question is asked about, and says who makes the vectors', async () => {
  let opened = 0;
  const embedder = questionEmbedder(() => { opened += 1; return Promise.resolve(letterEmbedder); });
  expect([embedder.id, opened]).toEqual([embeddingModelId, 0]);
  expect(await embedder.embed('pens')).toEqual(await letterEmbedder.embed('pens'));
  await expect(questionEmbedder(() => Promise.resolve(null)).embed('pens')).rejects.toThrow('not here');
});

it('counts each question once', async () => {
  const questions = Array.from({ length: 19 }, (_, i) => `How many pens has Ann after ${i} days?`);
  expect(await questionsDomain([...questions, ...questions], letterEmbedder)).toBeUndefined();
  expect(await questionsDomain([...questions, 'How many pens has Tom?'], letterEmbedder)).toMatchObject({ embedder: 'letters' });
});
