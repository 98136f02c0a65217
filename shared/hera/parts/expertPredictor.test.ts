import { expect, test } from 'vitest';
import type { TextRequest } from '../../agent/model.ts';
import type { Transition } from '../heraFile.ts';
import { predictExpert, transitionsOf } from './expertPredictor.ts';

const transition = (name: string, ...vector: number[]): Transition => ({ problem: name, question: `Q ${name}`, last: name === 'b' ? 'Before b.' : '', next: `Next of\n${name}.`, position: 0, vector });
const transitions = [transition('a', 1, 0), transition('b', 0.9, 0.4), transition('c', 0.8, 0.6), transition('d', 0, 1)];
const state = { question: 'Q', steps: [{ by: 'local' as const, text: 'One\nline.' }], position: 1 };

test('the three nearest transitions are shown, the nearest last, and the fourth is written by the local model', async () => {
  const [embedded, asked]: [string[], TextRequest[]] = [[], []];
  const predicted = await predictExpert(state, {
    find: transitionsOf({ transitions }), embed: (text) => { embedded.push(text); return Promise.resolve(Float32Array.from([1, 0])); },
    complete: (request) => { asked.push(request); return Promise.resolve(' The fourth. \n'); },
  });
  expect(predicted).toBe('The fourth.');
  expect(embedded).toEqual(['Q\nOne\nline.']);
  expect(asked).toHaveLength(1);
  expect(asked[0]?.turns.map(({ role, text }) => `${role}: ${text}`)).toEqual([
    'user: Problem: Q c\nNothing is written yet.\nThe expert\'s next step?', 'assistant: Next of; c.',
    'user: Problem: Q b\nWritten so far:\nBefore b.\nThe expert\'s next step?', 'assistant: Next of; b.',
    'user: Problem: Q a\nNothing is written yet.\nThe expert\'s next step?', 'assistant: Next of; a.',
    'user: Problem: Q\nWritten so far:\nOne; line.\nThe expert\'s next step?',
  ]);
});

test('from no transition nothing is foretold, and nobody is asked', async () => {
  const complete = () => Promise.reject(new Error('asked'));
  expect(await predictExpert(state, { find: () => [], embed: () => Promise.resolve(Float32Array.from([1, 0])), complete })).toBeNull();
});
