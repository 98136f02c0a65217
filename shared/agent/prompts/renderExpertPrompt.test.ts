import { expect, it } from 'vitest';
import type { StepRequest } from '../model.ts';
import { profileById } from './profiles.ts';
import { renderExpertPrompt } from './renderExpertPrompt.ts';

const profile = profileById('zeroShot');
const request: StepRequest = {
  question: 'How many?', history: [], steps: [], shape: 'steps', profile: 'zeroShot', documents: [], tools: ['calculator'],
  until: 'step', maxTokens: 100, temperature: 0, seed: 1,
};
const textOf = (more: Partial<StepRequest>) => {
  const { turns } = renderExpertPrompt(profile, { ...request, ...more });
  return turns.at(-1)?.blocks.map((block) => block.text).join('') ?? '';
};
const steps = [{ by: 'local', text: '1 + 1 = 2' }, { by: 'expert', text: '2 + 2 = 4' }] as const;

it('asks for one step by its label, and stops before the one after it', () => {
  expect(textOf({})).toMatch(/^How many\?\n\nThere are no steps yet\.\n\nWrite "Step 1:"/);
  expect(textOf({ steps })).toContain('Steps so far:\nStep 1: 1 + 1 = 2\nStep 2: 2 + 2 = 4\n\nWrite the one line that comes next: "Step 3:"');
  expect(renderExpertPrompt(profile, { ...request, steps }).stopSequences).toEqual(['\nStep 4:']);
});

it('asks for the rest, without stopping before its end', () => {
  expect(textOf({ steps, until: 'finish' })).toContain('beginning with "Step 3:"');
  expect(renderExpertPrompt(profile, { ...request, until: 'finish' }).stopSequences).toEqual([]);
});

it('always ends with the user, whose question is stable and whose steps are not', () => {
  const { turns } = renderExpertPrompt(profile, { ...request, steps, history: [{ role: 'user', text: 'Hi' }, { role: 'assistant', text: 'Hello' }] });
  expect(turns.map((turn) => turn.role)).toEqual(['user', 'assistant', 'user']);
  expect(turns.at(-1)?.blocks.map((block) => block.isStable)).toEqual([true, false]);
});

it('a reply is asked for plainly', () => {
  expect(textOf({ shape: 'reply', question: 'hello', until: 'finish' })).toBe('hello');
  expect(renderExpertPrompt(profile, { ...request, shape: 'reply' }).system).not.toContain('Step');
});

it('gives the paragraphs whole, also where the local model only sees titles', () => {
  expect(textOf({ documents: [{ title: 'Tulips', text: 'They are red.' }], tools: ['lookup'] })).toMatch(/^Tulips\nThey are red\.\n\nHow many\?/);
});
