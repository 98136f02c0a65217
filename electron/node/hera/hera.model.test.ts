import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fitHera, labelled } from '../../../shared/hera/fit/fitHera.ts';
import type { ProfileTree } from '../../../shared/hera/tree.ts';
import { heraSetup } from '../../../shared/switching/policies/heraSetup.ts';
import { hera } from '../../../shared/switching/policies/hera.ts';
import type { Engine } from '../engine/api.ts';
import { openReal } from '../engine/testing/realModels.ts';
import { openCallCache } from '../evaluate/calls/callCache.ts';
import { answerOnce } from '../evaluate/answerOnce.ts';
import type { EvalProblem } from '../evaluate/data/evalProblem.ts';
import { createGgufExpert } from '../expert/ggufExpert.ts';
import type { OpenedEmbedder } from './heraSource.ts';
import { openEmbedder } from './openEmbedder.ts';
import { profileRequests } from './profileRequests.ts';

let [local, larger]: (Engine | undefined)[] = [];
let embedding: OpenedEmbedder | undefined;
let folder = '';
const signal = new AbortController().signal;
const problem = (id: string, question: string, gold: number): EvalProblem => ({ id, kind: 'answer', dataset: 'own', question, documents: [], gold: { rule: 'number', value: gold, tolerance: 0 } });

beforeAll(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tandem-hera-'));
  [local, larger, embedding] = await Promise.all([openReal('smallest'), openReal('starter'), openEmbedder({ note: () => undefined }, signal)]);
});
afterAll(async () => {
  await Promise.all([local?.dispose(), larger?.dispose(), embedding?.close()]);
  fs.rmSync(folder, { recursive: true });
});

test('profiled, fitted and used on real weights: the way through the parts is on the score, and the expert is not asked for it', async () => {
  if (!local || !larger || !embedding?.embedder) throw new Error('a model is missing');
  const cache = openCallCache(path.join(folder, 'calls.jsonl'));
  const expert = createGgufExpert(larger);
  const trees: ProfileTree[] = [];
  await profileRequests([problem('a', 'A pen costs 3 dollars. How much do 4 pens cost?', 12), problem('b', 'Mia has 9 plums and eats 2. How many are left?', 7)], {
    local: local.model, expert, cache, profile: 'threeExamples', seed: 1, atOnce: 1, done: new Set(), onTree: (tree) => trees.push(tree),
    limits: { fullDepth: 1, maxDepth: 2, sampledPaths: 1, maxSteps: 3, maxTokensPerStep: 40 },
  }, signal);
  expect(trees).toHaveLength(2);
  const file = fitHera(trees, await labelled(trees, embedding.embedder), {
    provenance: { localSha256: 'a', localName: 'L', expertId: 'e', expertName: 'E', profile: 'threeExamples', domain: 'own', data: 'own', date: '2026-01-01', seed: 1 },
    embedder: embedding.embedder, gate: null, predictions: [],
  });
  expect(file.transitions.length).toBeGreaterThanOrEqual(2);

  // No expert is there at all, so whatever is said about its next subtask was predicted.
  const setup = heraSetup({ file, why: '' }, embedding, { parts: ['sse', 'cd', 'sd'] });
  const { view } = await answerOnce(problem('c', 'A book costs 5 dollars. How much do 3 books cost?', 15), hera(setup, null), 0.2, {
    local: local.model, expert: null, cache, profile: 'threeExamples', seed: 1, localParameters: 1, expertParameters: null, expertPrice: null,
  }, signal);
  const scores = view.steps.flatMap((step) => step.scores);
  expect(view.status).toBe('finished');
  expect(scores.length).toBeGreaterThan(0);
  for (const { score } of scores) {
    expect(score.meaning).toBe('unlike');
    expect(score.parts[0]?.words).toMatch(/^similar \d\.\d\d .* to what the expert would write \(predicted: "/);
  }
});
