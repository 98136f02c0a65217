import { expect, it } from 'vitest';
import type { StepRequest } from '../../../shared/agent/model.ts';
import { scriptedLocal } from '../../../shared/testing/scriptedModel.ts';
import { memoryCallCache } from './calls/callCache.ts';
import type { EvalProblem } from './data/evalProblem.ts';
import { policyGrid } from './policyGrid.ts';
import { runGrid } from './runGrid.ts';
import { noCalculatorName } from './withoutCalculator.ts';

const problem: EvalProblem = { kind: 'answer', dataset: 'own', id: 'a', question: 'How many pens?', documents: [{ title: 'Pens', text: 'Ten pens.' }], gold: { rule: 'number', value: 10, tolerance: 0 } };

it('only the half that is named so works without the calculator, other tools stay, and no call is taken for the other’s', async () => {
  const plain = scriptedLocal([{ text: '10' }]);
  const seen: StepRequest[] = [];
  const local = { ...plain, writeStep: (request: StepRequest, signal: AbortSignal) => { seen.push(request); return plain.writeStep(request, signal); } };
  const grid = policyGrid(`localOnly,${noCalculatorName}`, null);
  expect(grid.map(({ name, dial }) => [name, dial])).toEqual([['localOnly', null], [noCalculatorName, null]]);
  const cache = memoryCallCache();
  const setup = { local, expert: null, cache, profile: 'zeroShot', seed: 1, localParameters: 10, expertParameters: null, expertPrice: null, atOnce: 1 };
  await runGrid([problem], grid, setup, () => undefined, new AbortController().signal);
  expect(seen.map((request) => request.tools)).toEqual([['calculator', 'lookup'], ['lookup']]);
  expect(cache.counts).toMatchObject({ made: 2, known: 0 });
});
