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

it('asks for the next line by its label, and stops before the one after it', () => {
  expect(textOf({})).toBe('How many?');
  expect(textOf({ steps, question: 'Two boxes. How many?' })).toBe('Two boxes. How many?\n\nThe solution so far:\nStep 1: 1 + 1 = 2\nStep 2: 2 + 2 = 4\n\nThe question was: How many?\nWrite the next line of the solution: "Answer:" with the final answer if the steps already contain it, else "Step 3:".');
  expect(renderExpertPrompt(profile, { ...request, steps }).stopSequences).toEqual(['\nStep 4:']);
});

it('asks for the rest, without stopping before its end', () => {
  expect(textOf({ steps, until: 'finish' })).toContain('from "Step 3:" on, up to the line "Answer:"');
  expect(renderExpertPrompt(profile, { ...request, until: 'finish' }).stopSequences).toEqual([]);
});

it('shows the examples in the labels of the local model', () => {
  const { turns } = renderExpertPrompt({ ...profile, stepLabel: '{k})', answerLabel: 'Result:' }, request);
  expect(turns[1]?.blocks[0]?.text).toMatch(/^1\) .*\n2\) [\s\S]*\nResult: 98$/);
});

it('always ends with the user, whose question is stable and whose steps are not', () => {
  const { turns } = renderExpertPrompt(profile, { ...request, steps, history: [{ role: 'user', text: 'Hi' }, { role: 'assistant', text: 'Hello' }] });
  expect(turns.slice(-3).map((turn) => turn.role)).toEqual(['user', 'assistant', 'user']);
  expect(turns.at(-1)?.blocks.map((block) => block.isStable)).toEqual([true, false]);
});

it('a reply is asked for plainly', () => {
  expect(textOf({ shape: 'reply', question: 'hello', until: 'finish' })).toBe('hello');
  expect(renderExpertPrompt(profile, { ...request, shape: 'reply' }).system).not.toContain('Step');
});

it('gives the paragraphs whole, also where the local model only sees titles', () => {
  expect(textOf({ documents: [{ title: 'Tulips', text: 'They are red.' }], tools: ['lookup'] })).toMatch(/^Tulips\nThey are red\.\n\nHow many\?/);
});
