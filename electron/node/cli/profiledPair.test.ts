import fs from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { identityOf, nameWith } from '../models/adapters/adapterList.ts';
import { openAdapterStore } from '../models/adapters/adapterStore.ts';
import { catalog, findEntry, starterModelId } from '../models/catalog.ts';
import { temporaryHome } from '../runs/testing/testService.ts';
import { profiledPair, usualTrees } from './profiledPair.ts';

const larger = 'qwen2.5-coder-1.5b-instruct-q4_k_m';

it('names the same expert however it is reached, as the app does', () => {
  for (const expert of [larger, `serve:${larger}`]) expect(profiledPair({ local: starterModelId, expert }).expert.id).toBe(larger);
  expect(profiledPair({ local: starterModelId, expert: 'claude' }).expert).toMatchObject({ id: 'claude-haiku-5-5' });
  expect(profiledPair({ local: starterModelId, expert: 'http://127.0.0.1:8080#large' }).expert.id).toBe('large');
  expect(path.basename(usualTrees({ local: starterModelId, expert: larger }))).toContain(larger);
});

it('takes the local model for another one with an adapter, and for itself without', () => {
  const models = temporaryHome();
  const adapters = openAdapterStore(models, () => undefined);
  const named = { local: starterModelId, expert: larger };
  const { sha256: bare, name } = findEntry(catalog, starterModelId);
  if (bare === null) throw new Error('no hash');
  const folder = usualTrees(named, adapters);
  expect(profiledPair(named, adapters).local).toMatchObject({ sha256: bare, name });
  expect(path.basename(folder)).toMatch(new RegExp(`^${bare.slice(0, 16)}-`));
  const mine = { model: starterModelId, name: 'mine', file: 'c.gguf', sha256: 'c'.repeat(64), scale: 1, architecture: 'llama', rank: 4, base: { sha256: bare, sizeBytes: 1 } };
  fs.mkdirSync(path.join(models, 'adapters'));
  const list = (own: readonly object[]) => fs.writeFileSync(path.join(models, 'adapters', 'adapters.json'), JSON.stringify({ version: 1, adapters: own }));
  list([mine]);
  expect(profiledPair(named, adapters).local).toMatchObject({ sha256: identityOf(bare, [mine]), name: nameWith(name, [mine]) });
  expect(usualTrees(named, adapters)).not.toBe(folder);
  list([]);
  expect(usualTrees(named, adapters)).toBe(folder);
});

it('takes an expert with an adapter for another one, however it is reached', () => {
  const models = temporaryHome();
  const adapters = openAdapterStore(models, () => undefined);
  const { sha256: bare } = findEntry(catalog, larger);
  if (bare === null) throw new Error('no hash');
  const mine = { model: larger, name: 'mine', file: 'c.gguf', sha256: 'c'.repeat(64), scale: 1, architecture: 'llama', rank: 4, base: { sha256: bare, sizeBytes: 1 } };
  fs.mkdirSync(path.join(models, 'adapters'));
  fs.writeFileSync(path.join(models, 'adapters', 'adapters.json'), JSON.stringify({ version: 1, adapters: [mine] }));
  for (const expert of [larger, `serve:${larger}`]) {
    const named = profiledPair({ local: starterModelId, expert }, adapters);
    expect(named.expert.id).toBe(`${identityOf(bare, [mine]).slice(0, 12)}-${larger}`);
    expect(named.expert.name).toContain('mine');
    expect(named.local.sha256).toBe(findEntry(catalog, starterModelId).sha256);
    expect(usualTrees({ local: starterModelId, expert }, adapters)).not.toBe(usualTrees({ local: starterModelId, expert }, openAdapterStore(temporaryHome(), () => undefined)));
  }
});

it('knows a file of the user by its name, however it is reached, and with an adapter for another model', () => {
  const models = temporaryHome();
  const mine = { model: '/my models/big.gguf', name: 'mine', file: 'c.gguf', sha256: 'c'.repeat(64), scale: 1, architecture: 'llama', rank: 4, base: { sha256: 'd'.repeat(64), sizeBytes: 1 } };
  fs.mkdirSync(path.join(models, 'adapters'));
  fs.writeFileSync(path.join(models, 'adapters', 'adapters.json'), JSON.stringify({ version: 1, adapters: [mine] }));
  for (const expert of ['/my models/big.gguf', 'serve:/my models/big.gguf']) {
    expect(profiledPair({ local: starterModelId, expert }, openAdapterStore(temporaryHome(), () => undefined)).expert).toEqual({ id: 'big.gguf', name: 'big' });
    expect(profiledPair({ local: starterModelId, expert }, openAdapterStore(models, () => undefined)).expert.id).toBe(`${identityOf('d'.repeat(64), [mine]).slice(0, 12)}-big.gguf`);
  }
});

it('refuses what can have no profile', () => {
  expect(() => profiledPair({ local: 'no-such-model', expert: larger })).toThrow(/no model/);
  expect(() => profiledPair({ local: starterModelId, expert: 'none' })).toThrow(/name an expert/);
});
