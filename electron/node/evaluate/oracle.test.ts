import { describe, expect, it } from 'vitest';
import type { ExpertModel, LocalModel, StepRequest } from '../../../shared/agent/model.ts';
import { scriptedExpert, scriptedLocal } from '../../../shared/testing/scriptedModel.ts';
import { memoryCallCache } from './calls/callCache.ts';
import type { EvalProblem } from './data/evalProblem.ts';
import { oracleOf, usualOracleLimits } from './oracle.ts';
import { gridAndOracle } from './oracleGrid.ts';
import { scoreWithoutSandbox } from './scoreAnswer.ts';
import { wrongAssignments, wrongShare } from './wrongAssignments.ts';

const problem: EvalProblem = { kind: 'answer', dataset: 'own', id: 'a', question: 'How many?', documents: [], gold: { rule: 'number', value: 1, tolerance: 0 } };
/** Four steps and an answer that is right when the expert wrote all of `needed`. */
function pair(needed: readonly number[]): { readonly local: LocalModel; readonly expert: ExpertModel } {
  const textOf = (request: StepRequest, by: string) => {
    const at = request.steps.length;
    if (at < 4) return { text: `${by} writes part ${at}.`, reason: 'step' as const };
    return { text: needed.every((position) => request.steps[position]?.text.startsWith('E')) ? '1' : '2', reason: 'answer' as const };
  };
  const local = scriptedLocal([{ text: 'x' }]);
  const expert = scriptedExpert([{ text: 'x' }]);
  const speak = (request: StepRequest, by: string) => scriptedLocal(Array.from({ length: 5 }, () => textOf(request, by))).writeStep(request, new AbortController().signal);
  return {
    local: { ...local, writeStep: (request) => speak(request, 'L') },
    expert: { card: expert.card, prepareStep: async (request) => ({ ...await expert.prepareStep(request), send: () => speak(request, 'E') }) },
  };
}
const search = (needed: readonly number[], more: Partial<typeof usualOracleLimits> = {}, cache = memoryCallCache()) => oracleOf(problem, {
  ...pair(needed), cache, profile: 'zeroShot', seed: 1, localParameters: 1, expertParameters: 1, expertPrice: null, scoreAnswer: scoreWithoutSandbox,
}, { ...usualOracleLimits, ...more }, new AbortController().signal);

describe('the oracle', () => {
  it('finds the smallest set of steps, in order of size', async () => {
    for (const needed of [[], [2], [0, 3], [0, 1, 3]]) {
      const found = await search(needed);
      expect(found).toMatchObject({ positions: needed, right: 1, end: 'found' });
      expect(found.answered.expertSteps).toBe(needed.length);
    }
  });
  it('keeps the local answer where four would be needed, and stops at its budget', async () => {
    expect(await search([0, 1, 2, 3])).toMatchObject({ positions: [], right: 0, end: 'none' });
    expect(await search([0, 1, 2, 3], { maxBranches: 4 })).toMatchObject({ branches: 4, end: 'budget' });
  });
  it('branches share their beginnings', async () => {
    const cache = memoryCallCache();
    const { branches } = await search([0, 1, 3], {}, cache);
    expect(cache.counts.known).toBeGreaterThan(0);
    expect(cache.counts.made).toBeLessThanOrEqual(branches * 5 / 2);
  });
});

it('wrong assignments: by position, behind the oracle’s last step nobody need be asked, unknown problems left out', () => {
  const counts = wrongAssignments([
    { problem: 'a', writers: ['local', 'expert', 'expert'] }, { problem: 'b', writers: ['expert'] }, { problem: 'c', writers: ['local'] },
  ], new Map([['a', ['expert', 'expert']], ['b', ['expert', 'local']]]));
  expect(counts).toEqual([{ wrong: 2, steps: 3 }, { wrong: 0, steps: 1 }]);
  expect(wrongShare(counts)).toBe(0.5);
  expect(wrongShare([])).toBe(0);
});

it('the oracle is taken out of the list of policies', () => {
  expect(gridAndOracle('localOnly,random@0.5')).toEqual({ policies: 'localOnly,random@0.5', oracle: null });
  expect(gridAndOracle('localOnly, oracle@60')).toMatchObject({ policies: 'localOnly', oracle: { maxExperts: 3, maxBranches: 60 } });
  for (const text of ['oracle', 'localOnly,oracle@0', 'localOnly,oracle@x']) expect(() => gridAndOracle(text)).toThrow(/oracle/);
});
