import { expect, it } from 'vitest';
import type { Probe } from '../probe.ts';
import type { Candidate, StepContext } from '../policy.ts';
import { fitRequestHead } from '../requestLevel/requestHead.ts';
import { seededRandom } from '../random.ts';
import { requestLevel } from './requestLevel.ts';
import { selfCheck } from './selfCheck.ts';

const context = (question: string, position = 0): StepContext => ({ question, history: [], steps: [], shape: 'steps', position, random: () => 0.5 });
const candidate: Candidate = { text: '1 + 1 = 2', reason: 'step', tokens: [], tools: [] };
const probe = (yes: number, covered = 1): Probe => ({
  dial: 0.5, now: () => 0, judge: () => Promise.resolve([{ yes, no: 1 - yes, covered }]),
  resample: () => Promise.reject(new Error('not asked')), continueFrom: () => Promise.reject(new Error('not asked')), complete: () => Promise.reject(new Error('not asked')), embed: () => Promise.reject(new Error('not asked')),
});

it('selfCheck: one minus the model’s own yes; half way where it cannot or does not say', async () => {
  const value = async (asked?: Probe) => (await selfCheck.afterCandidate?.(context('x'), candidate, asked))?.value;
  expect(await value(probe(0.8))).toBeCloseTo(0.2, 9);
  expect(await value(probe(0.8, 0.01))).toBe(0.5);
  expect(await value()).toBe(0.5);
});

it('requestLevel: learns which questions the expert does better on, and says the same at every step', async () => {
  const outcomes = Array.from({ length: 80 }, (_, i) => {
    const isHard = i % 2 === 1;
    return { problem: `p${i}`, question: isHard ? `If ${i} people each have 3.5 bags, and every bag costs 12% more than before, how much is left?` : `What is ${i}?`, local: isHard ? 0 : 1, expert: 1 };
  });
  const head = fitRequestHead(outcomes, { data: 'test', seed: 1, command: '' }, seededRandom(1));
  const value = async (question: string, position: number) => (await requestLevel(head).beforeStep?.(context(question, position)))?.value ?? -1;
  expect(await value('If 9 people each have 2.5 bags, and every bag costs 10% more than before, how much is left?', 0)).toBeGreaterThan(await value('What is 9?', 0));
  expect(await value('What is 9?', 3)).toBe(await value('What is 9?', 0));
  expect((await requestLevel(null).beforeStep?.(context('x')))?.value).toBe(0.5);
});

it('a question that both get wrong is no reason to ask (HybridLLM’s label)', () => {
  const outcomes = Array.from({ length: 20 }, (_, i) => ({ problem: `p${i}`, question: `What is ${i}?`, local: 0, expert: 0 }));
  expect(fitRequestHead(outcomes, { data: 'test', seed: 1, command: '' }, seededRandom(1)).provenance.expertBetter).toBe(0);
});
