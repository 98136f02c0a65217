import { expect, test } from 'vitest';
import { stateText } from './state.ts';

test('a state is found by its question and its last subtask', () => {
  expect(stateText({ question: 'How many?', steps: [] })).toBe('How many?\n');
  expect(stateText({ question: 'How many?', steps: [{ by: 'local', text: 'First.' }, { by: 'expert', text: 'Then.' }] })).toBe('How many?\nThen.');
});
