import { expect, it } from 'vitest';
import type { StepRequest } from '../../../shared/agent/model.ts';
import { scriptedExpert, scriptedLocal } from '../../../shared/testing/scriptedModel.ts';
import { policyById } from '../../../shared/switching/policies/index.ts';
import { noExpertName, noReflectionName } from './ablations.ts';
import { memoryCallCache } from './calls/callCache.ts';
import type { EvalProblem } from './data/evalProblem.ts';
import { pairedOf } from './figures.ts';
import { policyGrid } from './policyGrid.ts';
import { runGrid, type GridResult } from './runGrid.ts';
import { pointsOf } from './summarise.ts';
import type { LoggedAnswer } from './answersFile.ts';

const problem: EvalProblem = { kind: 'answer', dataset: 'own', id: 'a', question: 'How many pens?', documents: [], gold: { rule: 'number', value: 10, tolerance: 0 } };
const never = new AbortController().signal;

it('without an expert the local model draws the step again, at its own cost, and nobody is asked', async () => {
  const asked: StepRequest[] = [];
  let sent = 0;
  const plain = scriptedLocal([{ text: 'They are 3 * 4 = 12.' }, { text: '12' }]);
  const local = {
    ...plain,
    writeStep: (request: StepRequest, signal: AbortSignal) => {
      asked.push(request);
      return request.temperature > 0 ? scriptedLocal([{ text: 'They are 5 + 5 = 10.', reason: 'step' }, { text: '10' }]).writeStep(request, signal) : plain.writeStep(request, signal);
    },
  };
  const results: GridResult[] = [];
  // Everything is asked: the dial stands at 0, and the policy is made to look at each candidate.
  const [point] = policyGrid(`${noExpertName}@0`, null);
  if (!point) throw new Error('no point');
  await runGrid([problem], [point], {
    local, expert: scriptedExpert([{ text: 'x' }], { onSend: () => { sent += 1; } }), cache: memoryCallCache(), profile: 'zeroShot', seed: 1,
    localParameters: 10, expertParameters: 100, expertPrice: { input: 1, output: 1, cacheRead: 0, cacheWrite: 0 }, atOnce: 1,
  }, (own) => results.push(...own), never);
  expect(results).toMatchObject([{ right: 1, answered: { expertSteps: 0, cost: { expertCalls: 0, usd: 0 } } }]);
  expect(sent).toBe(0);
  expect(results[0]?.answered.cost.flops).toBeGreaterThan(0);
  const drawn = asked.filter((request) => request.temperature > 0);
  expect(drawn.length).toBe(2);
  // Seeded by problem: the same again the next time, and in the call's key.
  expect(new Set(drawn.map((request) => request.seed)).size).toBe(1);
});

it('ablations stand apart from the policies and are compared with the whole, pair by pair', () => {
  const answer = (policy: string, dial: number | null, id: string, right: number, expertSteps: number): LoggedAnswer => ({
    policy, dial, problem: id, right, steps: 4, expertSteps, scoringMs: 0, flops: 1, usd: 0, modelMs: 1, expertCalls: 0, localTokens: 1, expertTokens: 0,
    view: { question: 'q', local: null, expert: null, answer: '', steps: [] },
  });
  const of = (policy: string, dial: number | null, rights: readonly number[], expertSteps: number) => rights.map((right, i) => answer(policy, dial, String(i), right, expertSteps));
  const answers = [
    ...of('localOnly', null, [1, 0, 0, 0], 0), ...of('expertOnly', null, [1, 1, 1, 1], 4), ...of('adaswitch', 0.5, [1, 1, 1, 0], 2),
    ...of(noExpertName, 0.5, [1, 1, 0, 0], 0), ...of(noReflectionName, 0.5, [1, 0, 1, 0], 2),
  ];
  const input = { answers, problems: new Map(), dataset: 'own', chains: [], seed: 1, draws: 50 };
  const points = pointsOf(input);
  expect(points.filter((one) => one.isAblation === true).map((one) => one.policy)).toEqual([noExpertName, noReflectionName]);
  const paired = pairedOf(points, 'own', input);
  expect(paired.find((one) => one.b === noExpertName)).toMatchObject({ a: 'adaswitch', atShare: 0.5, difference: { value: 0.25 } });
  expect(paired.find((one) => one.b === noReflectionName)).toMatchObject({ a: 'adaswitch', atShare: 0.5, difference: { value: 0.25 } });
  expect(policyById('random').id).toBe('random');
});
