import path from 'node:path';
import { expect, it } from 'vitest';
import { identityOf } from '../models/adapters/adapterList.ts';
import { pairName, treesFolder } from './pairName.ts';

const base = `0123456789abcdef${'f'.repeat(48)}`;
const named = (adapters: Parameters<typeof identityOf>[1]) => pairName({ localSha256: identityOf(base, adapters), expertId: 'claude/haiku 5', profile: 'zeroShot' });

it('names a pair without adapters as ever, by the hash of its file', () => {
  expect(named([])).toBe('0123456789abcdef-claude-haiku-5-zeroShot');
  expect(treesFolder('home', { localSha256: base, expertId: 'e', profile: 'p' })).toBe(path.join('home', 'hera', '0123456789abcdef-e-p'));
});

it('names it otherwise with an adapter, and otherwise again at another strength', () => {
  const names = [named([]), named([{ sha256: 'a', scale: 1 }]), named([{ sha256: 'a', scale: 0.5 }]), named([{ sha256: 'b', scale: 1 }])];
  expect(new Set(names).size).toBe(4);
});
