import { describe, expect, it } from 'vitest';
import { noUsage, type ExpertModel, type LocalModel, type StepPart, type StepRequest } from '../../../shared/agent/model.ts';
import { TandemError } from '../../../shared/errors.ts';
import type { ProfileTree } from '../../../shared/hera/tree.ts';
import { scriptedExpert, scriptedLocal } from '../../../shared/testing/scriptedModel.ts';
import { memoryCallCache } from '../evaluate/calls/callCache.ts';
import type { EvalProblem } from '../evaluate/data/evalProblem.ts';
import { usualLimits } from './growTree.ts';
import { mostCalls } from './mostCalls.ts';
import { underBudget, type ProfileBudget } from './profileBudget.ts';
import { checkBudget, costWords, enoughUsd, mostOf, otherLimitsWords, stoppedWords, type ProfileWork } from './profileNotes.ts';
import { profileRequests } from './profileRequests.ts';
import { profileWords } from './profileWords.ts';

const unlimited: ProfileBudget = { maxCalls: null, maxUsd: null, maxMinutes: null };
const problems = Array.from({ length: 4 }, (_, i): EvalProblem => ({ kind: 'answer', dataset: 'own', id: `p${i}`, question: `How many are ${i}?`, documents: [], gold: { rule: 'number', value: 7, tolerance: 0 } }));
/** 20 tokens written at 5 dollars a million; up to a hundred times that before it is known. */
const each = 0.0001;
const mayCost = 0.01;

function models(calls: { local: number; expert: number }): { readonly local: LocalModel; readonly expert: ExpertModel } {
  const parts = async function* (by: string, request: StepRequest): AsyncGenerator<StepPart> {
    await Promise.resolve();
    const isLast = request.steps.length >= 3;
    yield { type: 'finish', reason: isLast ? 'answer' : 'step', text: isLast ? '7' : `${by} at ${request.steps.length}`, usage: { ...noUsage, outputTokens: 20 }, tokens: [], tools: [] };
  };
  return {
    local: { ...scriptedLocal([{ text: 'x' }]), writeStep: (request) => { calls.local += 1; return parts('L', request); } },
    expert: { ...scriptedExpert([]), prepareStep: (request) => Promise.resolve({ payload: JSON.stringify(request), digest: '', redactions: {}, maxUsd: mayCost, send: () => { calls.expert += 1; return parts('E', request); } }) },
  };
}

async function profiled(budget: ProfileBudget, cache = memoryCallCache(), done: readonly string[] = [], now = () => 0) {
  const calls = { local: 0, expert: 0 };
  const under = underBudget(models(calls), budget, now);
  const trees: ProfileTree[] = [];
  await profileRequests(problems, {
    local: under.local, expert: under.expert, isSpent: () => under.endedBy() !== null, cache, profile: 'zeroShot', seed: 1, atOnce: 3, limits: usualLimits, done: new Set(done), onTree: (tree) => trees.push(tree),
  }, new AbortController().signal);
  return { calls, under, trees };
}

describe('the budget of a profile', () => {
  it('ends it after so many steps, and the next call goes on with what was written', async () => {
    const whole = await profiled(unlimited);
    const all = whole.calls.local + whole.calls.expert;
    expect([whole.under.endedBy(), whole.under.spent().calls, whole.trees.length]).toEqual([null, all, 4]);
    const cache = memoryCallCache();
    let made = 0;
    const trees: ProfileTree[] = [];
    for (let turn = 0; turn < 20 && trees.length < 4; turn += 1) {
      const part = await profiled({ ...unlimited, maxCalls: 40 }, cache, trees.map((tree) => tree.problem));
      made += part.calls.local + part.calls.expert;
      expect(part.calls.local + part.calls.expert).toBeLessThanOrEqual(40);
      if (trees.length + part.trees.length < 4) expect(part.under.endedBy()).toBe('--max-calls 40');
      trees.push(...part.trees);
    }
    // Nothing that was written was lost or written twice, and the trees are the same.
    expect(made).toBe(all);
    expect(trees.toSorted((a, b) => a.problem.localeCompare(b.problem))).toEqual(whole.trees.toSorted((a, b) => a.problem.localeCompare(b.problem)));
  });

  it('never spends more than the sum, with several steps under way, and steps here stay free', async () => {
    const { calls, under } = await profiled({ ...unlimited, maxUsd: 0.0205 });
    expect(under.endedBy()).toBe('--max-usd 0.0205');
    expect(under.spent().usd).toBeCloseTo(calls.expert * each, 12);
    expect(under.spent().usd).toBeLessThanOrEqual(0.0205);
    // A step is sent while the most that it may cost fits beside what was spent.
    expect(under.spent().usd + mayCost + 3 * mayCost).toBeGreaterThan(0.0205);
    expect(calls.local).toBeGreaterThan(0);
    expect((await profiled({ ...unlimited, maxUsd: 0 })).calls.expert).toBe(0);
  });

  it('ends by the clock', async () => {
    let clock = 0;
    const { under, trees } = await profiled({ ...unlimited, maxMinutes: 1 }, memoryCallCache(), [], () => (clock += 2000));
    expect([under.endedBy(), trees.length < 4]).toEqual(['--minutes 1', true]);
  });

  it('a failure of a model is no end by budget', async () => {
    const broken = models({ local: 0, expert: 0 });
    const failing: LocalModel = { ...broken.local, writeStep: () => { throw new TandemError('engineCrashed', 'It died.'); } };
    await expect(profileRequests(problems, { ...broken, local: failing, isSpent: () => true, cache: memoryCallCache(), profile: 'zeroShot', seed: 1, atOnce: 1, limits: usualLimits, done: new Set(), onTree: () => undefined }, new AbortController().signal)).rejects.toThrow('It died.');
  });
});

describe('what is said before and after', () => {
  const work: ProfileWork = { requests: 100, trees: 40, switchesOnly: 0, withSwitches: false, limits: usualLimits };
  const paid = { name: 'Claude', where: 'remote', price: { input: 1, output: 5, cacheRead: 0.1, cacheWrite: 1.25 } } as const;
  const server = { name: 'large at home', where: 'remote' } as const;
  const here = { name: 'E', where: 'thisDevice' } as const;

  it('names the most it costs, in steps and dollars, and what one level more would', () => {
    const most = mostCalls(usualLimits);
    expect(mostOf(work)).toEqual({ local: 40 * most.local, expert: 40 * most.expert, together: 40 * most.together });
    const usd = (40 * most.expert * (598 + 28 * 5)) / 1e6;
    expect(costWords(work, paid)).toContain(`at most ${40 * most.together} steps, of them at most ${40 * most.expert} by the expert, which cost $${usd.toFixed(2)}`);
    expect(costWords(work, paid)).toMatch(/One level more of the full tree: at most \d+ steps.*\$/);
    expect(costWords(work, here)).not.toContain('$');
    expect(costWords({ ...work, trees: 0 }, here)).not.toContain('One level more');
    expect(costWords(work, server)).toContain('what large at home bills is not known');
    expect(mostOf({ ...work, withSwitches: true }).expert).toBe(40 * (most.expert + 105));
    expect(mostOf({ ...work, trees: 0, switchesOnly: 10, withSwitches: true }).expert).toBe(10 * 119);
  });

  it('asks nobody who may bill for it without a limit', () => {
    expect(() => checkBudget(work, paid, unlimited)).toThrow(/Nothing was sent.*--max-usd 2,/);
    expect(() => checkBudget(work, paid, { ...unlimited, maxCalls: 5 })).toThrow('--max-usd');
    expect(() => checkBudget(work, server, unlimited)).toThrow('--max-calls');
    expect(() => checkBudget(work, server, { ...unlimited, maxUsd: 3 })).toThrow('cannot be kept');
    for (const [expert, budget] of [[paid, { ...unlimited, maxUsd: 3 }], [server, { ...unlimited, maxMinutes: 3 }], [here, unlimited]] as const) checkBudget(work, expert, budget);
    checkBudget({ ...work, trees: 0 }, paid, unlimited);
  });

  it('what the settings print has a limit, too', () => {
    const local = '/models/m.gguf';
    const all: ProfileWork = { ...work, trees: 100 };
    expect(profileWords(local, { kind: 'claude', model: 'claude-x' }, paid)[0]).toMatch(new RegExp(`--expert claude:claude-x .*--max-usd ${enoughUsd(all, paid)}$`));
    expect(profileWords(local, { kind: 'server', baseUrl: 'http://x', model: 'l', allowPlainHttp: false }, server)[0]).toContain(`--max-calls ${mostOf(all).together}`);
    expect(profileWords(local, { kind: 'gguf', model: 'e' }, here)[0]).not.toContain('--max');
    expect(profileWords(local, { kind: 'none' }, null)).toEqual([]);
  });

  it('trees that were grown otherwise are said to stay as they are', () => {
    const grown = { ...usualLimits, seed: 1 };
    expect(otherLimitsWords([{ grown }], usualLimits, 1)).toBeNull();
    expect(otherLimitsWords([{ grown }, {}], usualLimits, 2)).toMatch(/^Of the trees that are there, 1 with other limits or another seed, 1 of an older Tandem.*stay as they are/);
    expect(otherLimitsWords([{ grown }], { ...usualLimits, maxDepth: 8 }, 1)).toContain('1 with other limits');
  });

  it('a stop by the budget is said, with what is kept', () => {
    expect(stoppedWords({ endedBy: () => null, spent: () => ({ calls: 3, usd: 0 }) }, 1, 2)).toBeNull();
    expect(stoppedWords({ endedBy: () => '--max-usd 2', spent: () => ({ calls: 30, usd: 1.984 }) }, 3, 9)).toBe('Stopped at the limit of --max-usd 2, after 30 new steps and $1.98. 3 of 9 trees are whole; the steps of the others are kept as well, and the same command goes on there.');
  });
});
