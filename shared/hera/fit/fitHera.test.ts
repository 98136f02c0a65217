import { expect, test } from 'vitest';
import { wilson } from '../../learn/metrics.ts';
import { seededRandom } from '../../switching/random.ts';
import { heraFileSchema } from '../heraFile.ts';
import { paperThreshold } from '../similarity.ts';
import { letterEmbedder } from '../testing/sampleProfile.ts';
import { sampleTrees } from '../testing/sampleTrees.ts';
import { chooseAlpha, chooseAuto, type ScoredFork } from './chooseAuto.ts';
import { fitHera, isBetterThanMajority, labelled, type FitOptions } from './fitHera.ts';
import { distanceOf, labelsOf, weightOf } from './labels.ts';

const options: FitOptions = {
  provenance: { localSha256: 'a', localName: 'L', expertId: 'e', expertName: 'E', profile: 'p', domain: 'd', data: 'sample', date: '2026-01-01', seed: 3 },
  embedder: letterEmbedder, gate: null, predictions: [],
};

test('the profile finds which subtasks the expert would write as well', async () => {
  const trees = sampleTrees(32, 1);
  const file = fitHera(trees, await labelled(trees, letterEmbedder), options);
  expect(heraFileSchema.parse(JSON.parse(JSON.stringify(file)))).toEqual(file);
  const like = file.accuracies.find(({ part }) => part === 'likeness');
  expect(like && like.right / like.of).toBeGreaterThan(0.95);
  expect(file).toMatchObject({ sseBy: 'likeness', provenance: { requests: 32, subtasks: 192, embedder: 'letters' } });
  expect(file.transitions).toHaveLength(96);
});

test('the labels of a tree: who is alike, and after how many subtasks', async () => {
  const trees = sampleTrees(12, 1);
  for (const tree of trees) {
    const { states, request } = await labelsOf(tree, letterEmbedder);
    const isAlike = tree.question.includes('apples');
    expect(states.map((state) => distanceOf(state))).toEqual(isAlike ? [0, 0, 0] : [null, null, null]);
    expect(request.similar).toBe(isAlike ? 1 : 0);
  }
});

test('the request classifier runs where it knows more than the base rate, beyond chance', () => {
  const counted = (right: number, of: number, majority: number) => { const [low] = wilson(right, of); return [{ part: 'urc' as const, low, majority }]; };
  // One request more than always saying the commoner class, of 100, is luck.
  expect(isBetterThanMajority(counted(81, 100, 0.8), 'urc')).toBe(false);
  expect(isBetterThanMajority(counted(81, 100, 0.6), 'urc')).toBe(true);
  expect(isBetterThanMajority(counted(5, 5, 0.6), 'urc')).toBe(false);
  expect(isBetterThanMajority([], 'urc')).toBe(false);
});

test('a distance that the tree does not reach is not known', () => {
  expect(distanceOf({ ahead: [0.1, 0.2], isWhole: false })).toBeUndefined();
  expect(distanceOf({ ahead: [0.1, 0.8], isWhole: false })).toBe(1);
});

test('a label that the tree seldom tells counts for those that it does not tell', () => {
  const state = { ahead: [0.1, 0.2, 0.9], drawn: [1, 0.5, 0.125] };
  expect([0, 1, 2, 3].map((k) => weightOf(state, k))).toEqual([1, 2, 8, 8]);
  expect(weightOf(state, 2, paperThreshold, 4)).toBe(4);
  expect(weightOf({ ahead: [0.9, 0.1], drawn: [1, 0.25] })).toBe(1);
  expect(weightOf({ ahead: [0.1, 0.1], drawn: [1, 0.25] })).toBe(4);
});

test('a part whose heads could not be fitted without a request says nothing, and so neither right nor wrong', async () => {
  const trees = sampleTrees(8, 1);
  const file = fitHera(trees, await labelled(trees, letterEmbedder), { ...options, predictions: trees.map(({ problem }, i) => ({ problem, similar: i === 0 ? 1 : 0, ms: 1 })) });
  expect(file.likeness).not.toBeNull();
  expect(file.accuracies.map(({ part }) => part)).toEqual(['spLlm']);
  expect(file.sseBy).toBe('likeness');
});

test('one request, no request, all labels equal: no head, and steps are compared by prediction', async () => {
  for (const trees of [[], sampleTrees(1, 1), sampleTrees(24, 1).filter((tree) => tree.question.includes('apples'))]) {
    const file = fitHera(trees, await labelled(trees, letterEmbedder), options);
    expect(file).toMatchObject({ urc: null, likeness: null, sseBy: 'prediction', partsOn: ['sse'] });
  }
});

test('auto takes the method whose order of asking gains most', () => {
  const fork = (i: number): ScoredFork => ({ problem: `p${i}`, alike: (i % 7) / 7, pWrong: i % 2 === 0 ? 0.9 : 0.1, position: 0, gain: i % 2 === 0 ? 1 : 0 });
  const forks = Array.from({ length: 40 }, (_, i) => fork(i));
  expect(chooseAuto(forks, 0).choice).toBe('adaswitch');
  expect(chooseAuto(forks.map((one) => ({ ...one, gain: 0 })), 0).choice).toBe('adaswitch');
  expect(chooseAuto(forks.map((one) => ({ ...one, alike: 1 - (one.pWrong ?? 0), pWrong: 1 - one.alike })), 0).choice).toBe('hera');
});

test('α grows where later differences cost more, and not where one of them is ahead by luck', () => {
  const forks = Array.from({ length: 40 }, (_, i): ScoredFork => ({ problem: `p${i}`, alike: 0.5 + 0.01 * (i % 3), pWrong: null, position: i % 4, gain: i % 4 === 3 ? 1 : 0 }));
  expect(chooseAlpha(forks, seededRandom(1, 1))).toBeGreaterThan(0);
  expect(chooseAlpha(forks.map((fork) => ({ ...fork, position: 0 })), seededRandom(1, 1))).toBe(0);
  const lucky = Array.from({ length: 20 }, (_, seed) => {
    const random = seededRandom(seed, 2);
    return chooseAlpha(Array.from({ length: 150 }, (_, i): ScoredFork => ({ problem: `p${Math.floor(i / 2)}`, alike: random(), pWrong: null, position: Math.floor(6 * random()), gain: Math.floor(3 * random()) - 1 })), random);
  });
  expect(lucky.filter((alpha) => alpha > 0).length).toBeLessThanOrEqual(2);
});
