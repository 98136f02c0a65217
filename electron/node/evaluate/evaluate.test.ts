import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import zlib from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { noUsage } from '../../../shared/agent/model.ts';
import { TandemError, type ErrorKind } from '../../../shared/errors.ts';
import { policyById } from '../../../shared/switching/policies/index.ts';
import { scriptedExpert, scriptedLocal } from '../../../shared/testing/scriptedModel.ts';
import { answerOnce, type AnswerSetup } from './answerOnce.ts';
import { pointOf, readAnswers } from './answersFile.ts';
import { openCallCache } from './calls/callCache.ts';
import type { FinishedCall } from './calls/cachedModels.ts';
import type { EvalProblem } from './data/evalProblem.ts';
import { isRight } from './isRight.ts';
import { createMeter } from './meter.ts';
import { noStep } from '../expert/noStep.ts';
import { oracleOf, usualOracleLimits } from './oracle.ts';
import { ownSteps } from './ownSteps.ts';
import { policyGrid } from './policyGrid.ts';
import { runGrid, type GridResult } from './runGrid.ts';
import { scoreWithoutSandbox } from './scoreAnswer.ts';

const temporary = () => fs.mkdtempSync(path.join(os.tmpdir(), 'tandem-evaluate-'));
const problem = (id: string): EvalProblem => ({
  kind: 'answer', dataset: 'own', id, question: `Problem ${id}: 3 boxes of 4 pens, 2 are lost. How many are left?`, documents: [], gold: { rule: 'number', value: 10, tolerance: 0 },
  goldSteps: [{ text: '3 * 4 = 12', expression: '3*4', value: 12 }, { text: '12 - 2 = 10', expression: '12-2', value: 10 }],
});
const setup = (more: Partial<AnswerSetup> = {}): AnswerSetup => ({
  local: scriptedLocal([{ text: 'There are 3 * 4 = 12.' }, { text: 'Left are 12 + 2 = 14.', logProb: -3 }, { text: '14' }]),
  expert: scriptedExpert([{ text: 'x' }, { text: 'Left are 12 - 2 = 10.', reason: 'step' }, { text: '10' }]),
  cache: openCallCache(path.join(temporary(), 'calls.jsonl')), profile: 'zeroShot', seed: 1, localParameters: 10, expertParameters: 100,
  expertPrice: { input: 1, output: 10, cacheRead: 0, cacheWrite: 0 }, ...more,
});
const never = new AbortController().signal;

describe('policyGrid', () => {
  it('reads policies with their dials', () => {
    expect(policyGrid('localOnly, random@.25/.5', null).map(({ name, dial }) => [name, dial])).toEqual([['localOnly', null], ['random', 0.25], ['random', 0.5]]);
  });
  it('refuses what is no policy, no dial or out of range, with a sentence', () => {
    for (const text of ['wizard', 'adaswitch', 'adaswitch@', 'adaswitch@2', 'adaswitch@x']) expect(() => policyGrid(text, null)).toThrow(/policy|dial/);
  });
});

describe('meter', () => {
  const call = (inputTokens: number, outputTokens: number, text = ''): FinishedCall => ({ reason: 'step', text, usage: { ...noUsage, inputTokens, outputTokens }, tokens: [], tools: [], ms: 5 });
  it('counts a reused prefix once, and what was written as read', () => {
    const meter = createMeter({ localParameters: 10, expertParameters: 100, expertPrice: null });
    meter.step('local', call(100, 10, 'b'.repeat(10)), 'a'.repeat(100));
    meter.step('local', call(110, 10), `${'a'.repeat(100)}${'b'.repeat(10)}`);
    expect(meter.cost.localTokens).toBe(100 + 10 + 1 + 10);
    expect(meter.cost.flops).toBe(2 * 10 * 121);
  });
  it('bills the expert every prompt whole, and knows no FLOPs of a model of unknown size', () => {
    const meter = createMeter({ localParameters: 10, expertParameters: null, expertPrice: { input: 1, output: 10, cacheRead: 0, cacheWrite: 0 } });
    meter.step('expert', call(100, 10), 'a'.repeat(100));
    meter.step('expert', call(100, 10), 'a'.repeat(100));
    expect(meter.cost).toMatchObject({ usd: (200 + 200) / 1e6, flops: null, expertCalls: 2 });
  });
});

describe('answers', () => {
  it('are made by the same loop as in the app, and cost nothing the second time', async () => {
    const own = setup();
    const [always] = policyGrid('logProb@0.5', null);
    if (!always) throw new Error('no policy');
    const first = await answerOnce(problem('a'), always.policy, 0.5, own, never);
    expect(first.view.answer).toBe('14');
    expect(first).toMatchObject({ steps: 3, expertSteps: 1, cost: { expertCalls: 1 } });
    const made = own.cache.counts.made;
    expect((await answerOnce(problem('a'), always.policy, 0.5, own, never)).cost).toEqual(first.cost);
    expect(own.cache.counts.made).toBe(made);
  });

  it('tell what deciding took when its calls were made, from a log as well, and count it once', async () => {
    const file = path.join(temporary(), 'calls.jsonl');
    const [check] = policyGrid('selfCheck@0.5', null);
    if (!check) throw new Error('no policy');
    await answerOnce(problem('a'), check.policy, 0.5, setup({ cache: openCallCache(file) }), never);
    const slow = fs.readFileSync(file, 'utf8').replaceAll(/("answers":.*?"ms":)\d+/g, '$15000');
    fs.writeFileSync(file, slow);
    const asked = slow.split('"ms":5000').length - 1;
    expect(asked).toBeGreaterThan(0);
    const again = await answerOnce(problem('a'), check.policy, 0.5, setup({ cache: openCallCache(file) }), never);
    expect(again.checksMs).toBe(5000 * asked);
    expect(again.scoringMs).toBeGreaterThanOrEqual(again.checksMs);
    expect(again.cost.modelMs).toBeGreaterThanOrEqual(again.checksMs);
  });

  const outage = (kind: ErrorKind, cause?: unknown) => scriptedExpert([{ text: 'x y', failure: new TandemError(kind, 'It failed.', { cause }) }]);
  it.each<ErrorKind>(['expertUnreachable', 'expertRateLimited', 'expertMalformed', 'notFound', 'spendingCapReached'])('end the evaluation where the expert cannot be had (%s), for every policy and the oracle: nothing of the problem is counted', async (kind) => {
    const counted: string[] = [];
    const own = { ...setup({ expert: outage(kind) }), atOnce: 1, scoreAnswer: scoreWithoutSandbox };
    for (const text of ['expertOnly', 'random@0', 'logProb@0.5']) {
      const count = (results: readonly GridResult[]) => counted.push(...results.map(({ problem: { id } }) => id));
      const [point] = policyGrid(text, null);
      if (!point) throw new Error('no policy');
      await expect(runGrid([problem('a')], [point], own, count, never)).rejects.toMatchObject({ kind, message: expect.stringMatching(new RegExp(`^${point.policy.id} could not answer a: It failed\\.`)) as unknown });
    }
    await expect(oracleOf(problem('a'), own, usualOracleLimits, never)).rejects.toMatchObject({ kind });
    expect(counted).toEqual([]);
    // Nothing was kept of the failure: with the expert back, the same cache goes on.
    expect((await answerOnce(problem('a'), policyById('expertOnly'), 0.5, { ...own, expert: setup().expert }, never)).expertSteps).toBeGreaterThan(0);
  });

  it('take an answer of the expert that is no step as its own doing: kept in the log, counted, and the same again', async () => {
    const file = path.join(temporary(), 'calls.jsonl');
    const [always] = policyGrid('random@0', null);
    if (!always) throw new Error('no policy');
    const first = await answerOnce(problem('a'), always.policy, 0, setup({ expert: outage('expertMalformed', noStep), cache: openCallCache(file) }), never);
    expect(first).toMatchObject({ noSteps: 2, expertSteps: 0, view: { answer: '14' } });
    fs.writeFileSync(`${file}.gz`, zlib.gzipSync(fs.readFileSync(file)));
    expect(await answerOnce(problem('a'), always.policy, 0, setup({ cache: openCallCache(`${file}.gz`) }), never)).toMatchObject({ noSteps: 2, expertSteps: 0 });
  });

  it('count a question that the expert cannot hold as not answered, and go on', async () => {
    const results: GridResult[] = [];
    await runGrid([problem('a')], policyGrid('expertOnly', null), { ...setup({ expert: outage('contextTooSmall') }), atOnce: 1 }, (own) => results.push(...own), never);
    expect(results).toMatchObject([{ right: 0, answered: { view: { status: 'failed' } } }]);
  });

  it('leave a policy as it is: one that hands over asks once, for all that is left', async () => {
    const [over] = policyGrid('handover@0.5', null);
    if (!over) throw new Error('no policy');
    const expert = scriptedExpert([{ text: 'x' }, { text: 'Step 2: 12 - 2 = 10\nAnswer: 10' }]);
    const own = setup({ expert, local: scriptedLocal([{ text: 'There are 3 * 4 = 12.' }, { text: 'Left are 12 + 2 = 14.', tokens: [{ text: ' 14', logProb: -6, entropy: 2, margin: 0.1, isNumber: true, injected: false }] }, { text: '14' }]) });
    expect(await answerOnce(problem('a'), over.policy, 0.5, own, never)).toMatchObject({ view: { answer: '10' }, steps: 3, expertSteps: 2, cost: { expertCalls: 1 } });
  });

  it('come in pairs: only problems that were answered at every point are read back', async () => {
    const grid = policyGrid('localOnly,random@0/1', null);
    const file = path.join(temporary(), 'answers.jsonl');
    const write = (results: readonly GridResult[]) => {
      for (const { point, problem: { id }, right, answered } of results) fs.appendFileSync(file, `${JSON.stringify({ policy: grid[point]?.name, dial: grid[point]?.dial, problem: id, right, steps: answered.steps, expertSteps: answered.expertSteps, scoringMs: answered.scoringMs, ...answered.cost, view: answered.view })}\n`);
    };
    await runGrid([problem('a'), problem('b')], grid, { ...setup(), atOnce: 2 }, write, never);
    const lines = fs.readFileSync(file, 'utf8').trimEnd().split('\n');
    expect(readAnswers(file)).toHaveLength(6);
    fs.writeFileSync(file, `${lines.slice(0, -1).join('\n')}\n`);
    expect(new Set(readAnswers(file).map((answer) => answer.problem)).size).toBe(1);
    const [all] = readAnswers(file).filter((answer) => pointOf(answer) === 'random@0');
    expect(all).toMatchObject({ right: 1, expertSteps: 3 });
  });

  it('own steps are labelled up to the first wrong one', async () => {
    const file = path.join(temporary(), 'answers.jsonl');
    await runGrid([problem('a')], policyGrid('localOnly', null), { ...setup(), atOnce: 1 }, (results) => {
      for (const { problem: { id }, right, answered } of results) fs.writeFileSync(file, `${JSON.stringify({ policy: 'localOnly', dial: null, problem: id, right, steps: answered.steps, expertSteps: 0, scoringMs: 0, ...answered.cost, view: answered.view })}\n`);
    }, never);
    const steps = ownSteps(readAnswers(file), new Map([['a', problem('a')]]));
    expect(steps.map((step) => step.wrong)).toEqual([0, 1]);
    expect(steps[1]?.values['meanLogProb']).toBeCloseTo(-3, 6);
  });
});

it('isRight follows each data set’s rule', () => {
  expect(isRight('The answer is 1,203', { rule: 'number', value: 1203, tolerance: 0 })).toBe(1);
  expect(isRight(null, { rule: 'number', value: 1, tolerance: 0 })).toBe(0);
  expect(isRight('the Ulm', { rule: 'words', accepted: ['Ulm'] })).toBe(1);
  expect(isRight('Yes, it is.', { rule: 'yesNo', value: true })).toBe(1);
  expect(isRight('\\boxed{\\frac12}', { rule: 'math', latex: '\\frac{1}{2}' })).toBe(1);
});
