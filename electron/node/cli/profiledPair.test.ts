import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { identityOf, nameWith } from '../models/adapters/adapterList.ts';
import { openAdapterStore } from '../models/adapters/adapterStore.ts';
import { catalog, findEntry, starterModelId } from '../models/catalog.ts';
import { createModelStore } from '../models/modelStore.ts';
import { temporaryHome } from '../runs/testing/testService.ts';
import { profiledPair, usualTrees, type Lookup } from './profiledPair.ts';

/** With the models and adapters of this folder. */
const lookup = (models: string): Lookup => ({ models: createModelStore({ folder: models }), adapters: openAdapterStore(models, () => undefined) });
const larger = 'qwen2.5-coder-1.5b-instruct-q4_k_m';

it('names the same expert however it is reached, as the app does', async () => {
  for (const expert of [larger, `serve:${larger}`]) expect((await profiledPair({ local: starterModelId, expert })).expert.id).toBe(larger);
  expect((await profiledPair({ local: starterModelId, expert: 'claude' })).expert).toMatchObject({ id: 'claude-haiku-5-5' });
  expect((await profiledPair({ local: starterModelId, expert: 'http://127.0.0.1:8080#large' })).expert.id).toBe('large');
  expect(path.basename(await usualTrees({ local: starterModelId, expert: larger }))).toContain(larger);
});

it('takes the local model for another one with an adapter, and for itself without', async () => {
  const models = temporaryHome();
  const place = lookup(models);
  const named = { local: starterModelId, expert: larger };
  const { sha256: bare, name } = findEntry(catalog, starterModelId);
  if (bare === null) throw new Error('no hash');
  const folder = await usualTrees(named, place);
  expect((await profiledPair(named, place)).local).toMatchObject({ sha256: bare, name });
  expect(path.basename(folder)).toMatch(new RegExp(`^${bare.slice(0, 16)}-`));
  const mine = { model: starterModelId, name: 'mine', file: 'c.gguf', sha256: 'c'.repeat(64), scale: 1, architecture: 'llama', rank: 4, base: { sha256: bare, sizeBytes: 1 } };
  fs.mkdirSync(path.join(models, 'adapters'));
  const list = (own: readonly object[]) => fs.writeFileSync(path.join(models, 'adapters', 'adapters.json'), JSON.stringify({ version: 1, adapters: own }));
  list([mine]);
  expect((await profiledPair(named, place)).local).toMatchObject({ sha256: identityOf(bare, [mine]), name: nameWith(name, [mine]) });
  expect(await usualTrees(named, place)).not.toBe(folder);
  list([]);
  expect(await usualTrees(named, place)).toBe(folder);
});

it('takes an expert with an adapter for another one, however it is reached', async () => {
  const models = temporaryHome();
  const place = lookup(models);
  const { sha256: bare } = findEntry(catalog, larger);
  if (bare === null) throw new Error('no hash');
  const mine = { model: larger, name: 'mine', file: 'c.gguf', sha256: 'c'.repeat(64), scale: 1, architecture: 'llama', rank: 4, base: { sha256: bare, sizeBytes: 1 } };
  fs.mkdirSync(path.join(models, 'adapters'));
  fs.writeFileSync(path.join(models, 'adapters', 'adapters.json'), JSON.stringify({ version: 1, adapters: [mine] }));
  for (const expert of [larger, `serve:${larger}`]) {
    const named = await profiledPair({ local: starterModelId, expert }, place);
    expect(named.expert.id).toBe(`${identityOf(bare, [mine]).slice(0, 12)}-${larger}`);
    expect(named.expert.name).toContain('mine');
    expect(named.local.sha256).toBe(findEntry(catalog, starterModelId).sha256);
    expect(await usualTrees({ local: starterModelId, expert }, place)).not.toBe(await usualTrees({ local: starterModelId, expert }, lookup(temporaryHome())));
  }
});

it('knows a file of the user by its name, however it is reached, and with an adapter for another model', async () => {
  const models = temporaryHome();
  const mine = { model: '/my models/big.gguf', name: 'mine', file: 'c.gguf', sha256: 'c'.repeat(64), scale: 1, architecture: 'llama', rank: 4, base: { sha256: 'd'.repeat(64), sizeBytes: 1 } };
  fs.mkdirSync(path.join(models, 'adapters'));
  fs.writeFileSync(path.join(models, 'adapters', 'adapters.json'), JSON.stringify({ version: 1, adapters: [mine] }));
  for (const expert of ['/my models/big.gguf', 'serve:/my models/big.gguf']) {
    expect((await profiledPair({ local: starterModelId, expert }, lookup(temporaryHome()))).expert).toEqual({ id: 'big.gguf', name: 'big' });
    expect((await profiledPair({ local: starterModelId, expert }, lookup(models))).expert.id).toBe(`${identityOf('d'.repeat(64), [mine]).slice(0, 12)}-big.gguf`);
  }
});

it('knows a local file of the user by what is in it', async () => {
  const home = temporaryHome();
  const own = path.join(home, 'mine.gguf');
  fs.writeFileSync(own, 'GGUF and more');
  const sha256 = createHash('sha256').update('GGUF and more').digest('hex');
  expect((await profiledPair({ local: own, expert: larger }, lookup(home))).local).toMatchObject({ sha256, name: 'mine' });
});

it('refuses what can have no profile', async () => {
  await expect(profiledPair({ local: 'no-such-model', expert: larger })).rejects.toThrow(/no model/);
  await expect(profiledPair({ local: starterModelId, expert: 'none' })).rejects.toThrow(/name an expert/);
});
