import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { noUsage, type ExpertModel, type LocalModel, type StepPart, type StepRequest } from '../../../shared/agent/model.ts';
import { profileTreeSchema, type ProfileTree } from '../../../shared/hera/tree.ts';
import { seededRandom } from '../../../shared/switching/random.ts';
import { scriptedExpert, scriptedLocal } from '../../../shared/testing/scriptedModel.ts';
import { memoryCallCache } from '../evaluate/calls/callCache.ts';
import { cachedExpert, cachedLocal } from '../evaluate/calls/cachedModels.ts';
import type { EvalProblem } from '../evaluate/data/evalProblem.ts';
import { isRight } from '../evaluate/isRight.ts';
import { growTree, switchEachOnce, usualLimits, type TreeLimits } from './growTree.ts';
import { mostCalls, mostSwitchCalls } from './mostCalls.ts';
import { addTree, readTrees } from './treeFile.ts';

const gold = { rule: 'number', value: 7, tolerance: 0 } as const;
const problem: Extract<EvalProblem, { kind: 'answer' }> = { kind: 'answer', dataset: 'own', id: 'p1', question: 'How many?', documents: [], gold };

/** Both write "by + place"; the answer after `length` steps is 7 if the expert wrote the last one. */
function pair(length: number, onCall: (by: 'L' | 'E', request: StepRequest) => void = () => undefined): { local: LocalModel; expert: ExpertModel } {
  const parts = async function* (by: 'L' | 'E', request: StepRequest): AsyncGenerator<StepPart> {
    onCall(by, request);
    const isLast = request.steps.length >= length - 1;
    const text = isLast ? (by === 'E' ? '7' : '8') : `${by} at ${request.steps.length}`;
    yield { type: 'finish', reason: isLast ? 'answer' : 'step', text, usage: noUsage, tokens: [], tools: [] };
  };
  return {
    local: { ...scriptedLocal([{ text: 'unused' }]), writeStep: (request) => parts('L', request) },
    expert: { ...scriptedExpert([]), prepareStep: (request) => Promise.resolve({ payload: JSON.stringify(request), digest: '', redactions: {}, maxUsd: 0, send: () => parts('E', request) }) },
  };
}
const grow = (models: ReturnType<typeof pair>, limits: TreeLimits = usualLimits, seed = 1): Promise<ProfileTree> =>
  growTree(problem, { ...models, profile: 'zeroShot', limits, random: seededRandom(seed), rightOf: (answer) => isRight(answer, gold) }, new AbortController().signal);

describe('growTree', () => {
  it('writes every path that is short enough, and says which end right', async () => {
    const tree = await grow(pair(3));
    expect(tree.nodes.map((node) => node.path).toSorted()).toEqual(['E', 'EE', 'EEE', 'EEL', 'EL', 'ELE', 'ELL', 'L', 'LE', 'LEE', 'LEL', 'LL', 'LLE', 'LLL']);
    for (const node of tree.nodes) expect(node.right).toBe(node.path.length < 3 ? null : node.path.endsWith('E') ? 1 : 0);
    expect(tree.grown).toEqual(usualLimits);
    expect(tree).toMatchObject({ allLocal: { answer: '8', right: 0, steps: 3 }, allExpert: { answer: '7', right: 1, steps: 3 } });
    expect(profileTreeSchema.safeParse(tree).success).toBe(true);
  });

  it('finishes paths at the depth limit by their last writer', async () => {
    const tree = await grow(pair(9), { ...usualLimits, fullDepth: 2, maxDepth: 3, sampledPaths: 4 });
    const leaves = tree.nodes.filter((node) => node.path.length === 3);
    expect(leaves).toHaveLength(4);
    for (const leaf of leaves) expect(leaf).toMatchObject(leaf.by === 'expert' ? { answer: '7', right: 1 } : { answer: '8', right: 0 });
  });

  it('keeps the probability of each node: weighted by its inverse, every full level counts as many nodes as it has', async () => {
    await fc.assert(fc.asyncProperty(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 8 }), fc.integer(), async (fullDepth, sampledPaths, seed) => {
      const tree = await grow(pair(8), { ...usualLimits, fullDepth, maxDepth: fullDepth + 2, sampledPaths }, seed);
      for (const depth of [fullDepth, fullDepth + 1, fullDepth + 2]) {
        const nodes = tree.nodes.filter((node) => node.path.length === depth);
        expect(nodes.reduce((sum, node) => sum + 1 / node.propensity, 0)).toBeCloseTo(2 ** depth, 8);
      }
    }), { numRuns: 30 });
  });

  it('asks nothing twice behind the call cache', async () => {
    const calls: string[] = [];
    const models = pair(9, (by, request) => calls.push(by + JSON.stringify(request.steps.map((step) => step.text))));
    const cache = memoryCallCache();
    await grow({ local: cachedLocal(models.local, cache), expert: cachedExpert(models.expert, cache) });
    expect(new Set(calls).size).toBe(calls.length);
  });
});

describe('the bound that is shown before profiling', () => {
  /** Answers so long that every path is cut: the dearest case. */
  const dearest = async (limits: TreeLimits, seed: number) => {
    const made = { L: 0, E: 0 };
    const models = pair(40, (by) => { made[by] += 1; });
    const cache = memoryCallCache();
    const behind = { local: cachedLocal(models.local, cache), expert: cachedExpert(models.expert, cache) };
    await grow({ ...behind }, limits, seed);
    const tree = { local: made.L, expert: made.E };
    await switchEachOnce(problem, { ...behind, profile: 'zeroShot', limits, random: seededRandom(seed), rightOf: () => 0 }, new AbortController().signal);
    return { tree, switches: { local: made.L - tree.local, expert: made.E - tree.expert } };
  };

  it('is never passed, on either side or by both together, with the switches or without', async () => {
    await fc.assert(fc.asyncProperty(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 0, max: 12 }), fc.integer({ min: 1, max: 20 }), fc.integer(), async (fullDepth, deeper, sampledPaths, seed) => {
      const limits = { ...usualLimits, fullDepth, maxDepth: Math.min(15, fullDepth + deeper), sampledPaths };
      const { tree, switches } = await dearest(limits, seed);
      const most = mostCalls(limits);
      expect(tree.local).toBeLessThanOrEqual(most.local);
      expect(tree.expert).toBeLessThanOrEqual(most.expert);
      expect(tree.local + tree.expert).toBeLessThanOrEqual(most.together);
      const mostSwitches = mostSwitchCalls(limits, true);
      expect(switches.local).toBeLessThanOrEqual(mostSwitches.local);
      expect(switches.expert).toBeLessThanOrEqual(mostSwitches.expert);
    }), { numRuns: 60 });
  });

  it('is no more than what the dearest draw costs: one writer gets all sampled paths in some draw', async () => {
    const limits = { ...usualLimits, fullDepth: 1, maxDepth: 2, sampledPaths: 1 };
    const most = mostCalls(limits);
    const seen = await Promise.all(Array.from({ length: 8 }, async (_, seed) => (await dearest(limits, seed)).tree));
    // The one path that repeats a model's own answer is known already, so the bound is passed by none and nearly met.
    expect(Math.max(...seen.map((tree) => tree.local))).toBeGreaterThan(most.local - limits.maxSteps);
    expect(Math.max(...seen.map((tree) => tree.local + tree.expert))).toBe(most.together);
  });

  it('counts the answers themselves where the tree was grown before and its steps are gone', async () => {
    const made = { L: 0, E: 0 };
    await switchEachOnce(problem, { ...pair(40, (by) => { made[by] += 1; }), profile: 'zeroShot', limits: usualLimits, random: seededRandom(1), rightOf: () => 0 }, new AbortController().signal);
    expect(made).toEqual({ L: mostSwitchCalls(usualLimits, false).local, E: mostSwitchCalls(usualLimits, false).expert });
  });
});

describe('switchEachOnce', () => {
  it('leaves each step to the other in turn; the last one decides here', async () => {
    const switched = await switchEachOnce(problem, { ...pair(3), profile: 'zeroShot', limits: usualLimits, random: seededRandom(1), rightOf: (answer) => isRight(answer, gold) }, new AbortController().signal);
    expect(switched.map(({ base, position, right, rightUnswitched }) => [base, position, right, rightUnswitched])).toEqual([
      ['local', 0, 0, 0], ['local', 1, 0, 0], ['local', 2, 1, 0], ['expert', 0, 1, 1], ['expert', 1, 1, 1], ['expert', 2, 0, 1],
    ]);
  });
});

describe('the file of trees', () => {
  const folders: string[] = [];
  afterEach(() => { for (const folder of folders.splice(0)) fs.rmSync(folder, { recursive: true }); });

  it('keeps what was whole after a kill, and goes on behind half a line', async () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'trees-'));
    folders.push(folder);
    const file = path.join(folder, 'trees.jsonl');
    const tree = await grow(pair(2));
    addTree(file, tree);
    fs.appendFileSync(file, JSON.stringify(tree).slice(0, 40));
    addTree(file, { ...tree, problem: 'p2' });
    expect(readTrees(file)).toMatchObject({ damaged: 1, trees: [{ problem: 'p1' }, { problem: 'p2' }] });
    // Trees of before, which do not say how they were grown, are read as ever.
    const { grown: _grown, ...older } = tree;
    addTree(file, { ...older, problem: 'p3' });
    expect(readTrees(file).trees.at(-1)).toEqual({ ...older, problem: 'p3' });
    // In whatever order they were finished.
    for (const name of ['p20', 'p10']) addTree(file, { ...tree, problem: name });
    expect(readTrees(file).trees.map((one) => one.problem)).toEqual(['p1', 'p2', 'p3', 'p10', 'p20']);
  });
});
