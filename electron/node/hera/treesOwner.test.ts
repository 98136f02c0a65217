import fs from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { temporaryHome } from '../runs/testing/testService.ts';
import { checkOwner, claimFolder } from './treesOwner.ts';

const pair = { localSha256: 'a'.repeat(64), expertId: 'large', profile: 'zeroShot', isAdapted: false };

it('keeps trees of a model with an adapter apart from those without, wherever they lie', () => {
  const folder = path.join(temporaryHome(), 'mine');
  claimFolder(folder, pair);
  claimFolder(folder, pair);
  expect(() => claimFolder(folder, { ...pair, localSha256: 'b'.repeat(64) })).toThrow(/another pair: their local model is a{16}….* is b{16}….*Nothing was changed/);
  expect(() => checkOwner(folder, { ...pair, expertId: 'larger' })).toThrow(/another pair: large/);
  expect(() => checkOwner(folder, { ...pair, profile: 'stepByStep' })).toThrow(/zeroShot/);
  expect(() => claimFolder(folder, { ...pair, localSha256: 'mine.gguf' })).toThrow(/is mine\.gguf\./);
  checkOwner(folder, pair);
});

it('takes trees of before, which do not say whose they are, and those whose word was lost', () => {
  const folder = temporaryHome();
  checkOwner(folder, pair);
  fs.writeFileSync(path.join(folder, 'trees.jsonl'), '');
  checkOwner(folder, pair);
  expect(() => claimFolder(folder, { ...pair, isAdapted: true })).toThrow(/do not say whether/);
  fs.writeFileSync(path.join(folder, 'pair.json'), '{"localSha');
  claimFolder(folder, pair);
  expect(() => checkOwner(folder, { ...pair, expertId: 'larger' })).toThrow(/another pair/);
});
