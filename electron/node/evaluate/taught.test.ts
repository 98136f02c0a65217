import { expect, it } from 'vitest';
import { createMistakeMemory } from '../../../shared/exam/mistakes/mistakeMemory.ts';
import { withMistakes } from '../../../shared/exam/mistakes/withMistakes.ts';
import type { StepRequest } from '../../../shared/agent/model.ts';
import { scriptedLocal } from '../../../shared/testing/scriptedModel.ts';
import { memoryCallCache } from './calls/callCache.ts';
import type { EvalProblem } from './data/evalProblem.ts';
import { policyGrid } from './policyGrid.ts';
import { runGrid, type GridResult } from './runGrid.ts';

const problem = (id: string): EvalProblem => ({ kind: 'answer', dataset: 'own', id, question: `Problem ${id}: how many pens?`, documents: [], gold: { rule: 'number', value: 10, tolerance: 0 } });

it('the local model is measured with and without its mistakes, pair by pair; only the taught half sees them', async () => {
  const plain = scriptedLocal([{ text: '10' }]);
  const seen: StepRequest[] = [];
  const local = { ...plain, writeStep: (request: StepRequest, signal: AbortSignal) => { seen.push(request); return plain.writeStep(request, signal); } };
  const memory = createMistakeMemory([{ problem: 'm', question: 'How many pens in a box?', wrong: '1 + 1', why: 'No.', steps: ['2 * 5 = 10'], answer: '10' }]);
  const [point] = policyGrid('localOnly', null);
  if (!point) throw new Error('no point');
  const results: GridResult[] = [];
  await runGrid([problem('a'), problem('b')], [point, { ...point, name: 'localOnly+mistakes', changed: (model) => withMistakes(model, memory, 1) }], {
    local, expert: null, cache: memoryCallCache(), profile: 'zeroShot', seed: 1, localParameters: 10, expertParameters: null, expertPrice: null, atOnce: 1,
  }, (own) => results.push(...own), new AbortController().signal);
  expect(results.map(({ point: at, problem: { id } }) => `${id}${at}`)).toEqual(['a0', 'a1', 'b0', 'b1']);
  expect(seen.map((request) => request.corrections?.length ?? 0)).toEqual([0, 1, 0, 1]);
});
