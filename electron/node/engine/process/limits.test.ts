import { expect, it } from 'vitest';
import type { StepRequest } from '../../../../shared/agent/model.ts';
import { profiles } from '../../../../shared/agent/prompts/profiles.ts';
import { renderPrompt } from '../../../../shared/agent/prompts/renderPrompt.ts';
import { contextRange, smallestFittedContext, threadsFor } from './limits.ts';

it.each([[8, 2, 2], [2, 8, 2], [1, 16, 1], [4, 4, 4], [4, 0, 4], [0, 0, 1], [0, 4, 1]])('%i threads leased on %i math cores are %i', (leased, cores, expected) => {
  expect(threadsFor(leased, cores)).toBe(expected);
});

it.each([
  [8192, 32_768, { min: 1024, max: 8192 }],
  [1_000_000_000, 2048, { min: 1024, max: 2048 }],
  [8192, 512, { min: 512, max: 512 }],
  [512, 32_768, { min: 512, max: 512 }],
  [1, 32_768, { min: 256, max: 256 }],
])('a context of %i for a model trained on %i', (requested, trained, expected) => {
  expect(contextRange(requested, trained)).toEqual(expected);
});

it('leaves room for a question, its steps and one step more in every shipped profile, however far memory shrinks the context', () => {
  // Tokens of English with numbers are longer than that, and a turn's markup is shorter.
  const [charactersPerToken, markupPerTurn, stepRoom] = [3, 8, 160];
  for (const profile of profiles) {
    const longest = profile.examples.toSorted((a, b) => b.question.length - a.question.length)[0] ?? { question: 'q'.repeat(250), steps: [] };
    const request: StepRequest = {
      question: longest.question, history: [], steps: longest.steps.map((text) => ({ by: 'local', text })), shape: 'steps', profile: profile.id, documents: [],
      tools: ['calculator'], until: 'step', maxTokens: stepRoom, temperature: 0, seed: 1,
    };
    const { system, turns, prefix } = renderPrompt(profile, request);
    const characters = system.length + prefix.length + turns.reduce((sum, { text }) => sum + text.length, 0);
    expect(characters / charactersPerToken + (turns.length + 2) * markupPerTurn + stepRoom, profile.id).toBeLessThan(smallestFittedContext);
  }
});
