import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StepRequest } from '../../agent/model.ts';
import { profileById } from '../../agent/prompts/profiles.ts';
import { renderContinuation } from '../../agent/prompts/renderContinuation.ts';
import { renderExpertPrompt } from '../../agent/prompts/renderExpertPrompt.ts';
import { renderPrompt } from '../../agent/prompts/renderPrompt.ts';
import type { Embedder } from '../../hera/embedder.ts';
import { scriptedLocal } from '../../testing/scriptedModel.ts';
import type { ExamChain, ExamStep } from '../chain.ts';
import { correctedMistakes, normalised, type CorrectedMistake } from './correctedMistakes.ts';
import { createMistakeMemory } from './mistakeMemory.ts';
import { withMistakes } from './withMistakes.ts';

const step = (position: number, text: string, more: Partial<ExamStep> = {}): ExamStep => ({
  position, candidate: { text, reason: 'step', tokens: [], tools: [] }, values: {}, wrong: 0, reason: 'goldValue', pWrong: null, correction: null, ...more,
});
const chain = (question: string, more: Partial<ExamChain> = {}): ExamChain => ({
  problem: question.slice(0, 8), data: 'test', question, round: 1, p: null, branches: [], rightUnaided: false, right: true,
  steps: [step(0, '2 + 3 = 5', { wrong: 1, reason: 'notOnTheWay', correction: { by: 'gold', text: '2 * 3 = 6' } }), step(1, '6')], ...more,
});
const mistake = (question: string): CorrectedMistake => ({ problem: question, question, wrong: 'w', why: 'It does not lead to the answer.', steps: ['2 * 3 = 6'], answer: '6' });
const never = new AbortController().signal;
const asked: StepRequest = { question: 'How many apples does Tom pick?', history: [{ role: 'user', text: 'Hi' }, { role: 'assistant', text: 'Hello' }], steps: [], shape: 'steps', profile: 'twoExamples', documents: [], tools: [], until: 'step', maxTokens: 9, temperature: 0, seed: 1 };

describe('corrected mistakes', () => {
  it('are the first wrong steps of chains that ended right, with the whole right way', () => {
    expect(correctedMistakes([chain('A?')])).toEqual([{ problem: 'A?', question: 'A?', wrong: '2 + 3 = 5', why: 'It does not lead to the answer.', steps: ['2 * 3 = 6'], answer: '6' }]);
  });
  it('leave out clean chains, those that end wrong, the second round, and what is too long; a problem counts once', () => {
    const clean = chain('B?', { steps: [step(0, '2 * 3 = 6'), step(1, '6')] });
    expect(correctedMistakes([clean, chain('C?', { right: false }), chain('D?', { round: 2 }), chain('E'.repeat(2000)), chain('F?', { steps: [] })])).toEqual([]);
    expect(correctedMistakes([chain('A b?'), chain('a  B')])).toHaveLength(1);
  });
  it('stand in the same order, whichever problem ended first', () => {
    const [one, two] = [chain('Sue picks apples?'), chain('Apples: Tom picks?')];
    expect(correctedMistakes([one, two])).toEqual(correctedMistakes([two, one]));
  });
});

describe('the nearest ones', () => {
  const all = ['Tom picks apples in the garden. How many?', 'A train runs at a speed. How far?', 'Ann picks plums. How many plums?'].map(mistake);
  it('share the most telling words with the question, and are none where nothing is shared', async () => {
    const memory = createMistakeMemory(all);
    expect((await memory.nearest('Sue picks apples', 2)).map((one) => one.question)).toEqual([all[0]?.question, all[2]?.question]);
    expect(await memory.nearest('xyzzy', 2)).toEqual([]);
    expect(await createMistakeMemory([]).nearest('Sue picks apples', 2)).toEqual([]);
  });
  it('are those of an embedder where there is one', async () => {
    const embedder: Embedder = { id: 'toy', embed: (text) => Promise.resolve(Float32Array.from(text.includes('train') || text.includes('car') ? [1, 0] : [0, 1])) };
    expect((await createMistakeMemory(all, embedder).nearest('A car is quick', 1)).map((one) => one.question)).toEqual([all[1]?.question]);
  });
  it('never hold the problem that is asked, however it is spelled', async () => {
    await fc.assert(fc.asyncProperty(fc.constantFrom(...all), fc.array(fc.constantFrom(' ', '\n', '!', '"', '…'), { maxLength: 5 }), fc.boolean(), fc.boolean(), async (one, noise, loud, embedded) => {
      const text = (loud ? one.question.toUpperCase() : one.question).replaceAll(' ', ` ${noise.join('')}`);
      const embedder: Embedder = { id: 'same', embed: () => Promise.resolve(Float32Array.of(1)) };
      const found = await createMistakeMemory(all, embedded ? embedder : null).nearest(text, 3);
      return found.every((other) => normalised(other.question) !== normalised(one.question));
    }));
  });
});

describe('a model that is shown them', () => {
  const memory = createMistakeMemory([mistake('Ann picks apples. How many?')]);
  it('reads them right before the question, so that everything before keeps its prefix; the steps of a question read the same', async () => {
    const seen: StepRequest[] = [];
    const plain = scriptedLocal([{ text: '1' }]);
    const model = withMistakes({ ...plain, writeStep: (request, signal) => { seen.push(request); return plain.writeStep(request, signal); } }, memory, 1);
    for (const steps of [[], [{ by: 'expert', text: '1 + 1 = 2' }]] as const) for await (const part of model.writeStep({ ...asked, steps }, never)) expect(part.type).not.toBe('tool');
    const profile = profileById('twoExamples');
    const [first, second] = seen.map((request) => renderPrompt(profile, request).turns);
    const without = renderPrompt(profile, asked).turns;
    expect(first?.slice(0, without.length - 1)).toEqual(without.slice(0, -1));
    expect(first?.at(-1)).toEqual(without.at(-1));
    expect(first?.slice(-3, -1)).toEqual([
      { role: 'user', text: 'Ann picks apples. How many?\n\n(A mistake made here before: "w" It does not lead to the answer. Do it right this time.)' },
      { role: 'assistant', text: 'Step 1: 2 * 3 = 6\nAnswer: 6' },
    ]);
    expect(second).toEqual(first);
  });
  it('is the plain model when they are off or there are none', () => {
    const plain = scriptedLocal([{ text: '1' }]);
    expect(withMistakes(plain, memory, 0)).toBe(plain);
    expect(withMistakes(plain, createMistakeMemory([]), 2)).toBe(plain);
  });
  it('keeps them from the expert', () => {
    const request: StepRequest = { ...asked, corrections: [mistake('A secret of an exam')] };
    const profile = profileById('twoExamples');
    expect(JSON.stringify([renderExpertPrompt(profile, request), renderContinuation(profile, request)])).not.toContain('secret');
  });
});
