import path from 'node:path';
import { expect, it } from 'vitest';
import { starterModelId } from '../models/catalog.ts';
import { profiledPair, usualTrees } from './profiledPair.ts';

const larger = 'qwen2.5-coder-1.5b-instruct-q4_k_m';

it('names the same expert however it is reached, as the app does', () => {
  for (const expert of [larger, `serve:${larger}`]) expect(profiledPair({ local: starterModelId, expert }).expert.id).toBe(larger);
  expect(profiledPair({ local: starterModelId, expert: 'claude' }).expert).toMatchObject({ id: 'claude-haiku-5-5' });
  expect(profiledPair({ local: starterModelId, expert: 'http://127.0.0.1:8080#large' }).expert.id).toBe('large');
  expect(path.basename(usualTrees({ local: starterModelId, expert: larger }))).toContain(larger);
});

it('refuses what can have no profile', () => {
  expect(() => profiledPair({ local: 'no-such-model', expert: larger })).toThrow(/no model/);
  expect(() => profiledPair({ local: starterModelId, expert: 'none' })).toThrow(/name an expert/);
});
