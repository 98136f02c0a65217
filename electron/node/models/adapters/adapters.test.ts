import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createBrain } from '../../engine/process/brain.ts';
import { loadModel } from '../../engine/process/loadModel.ts';
import { tinyTargets, writeTinyAdapter } from '../../engine/testing/tinyAdapter.ts';
import { writeTinyModel } from '../../engine/testing/tinyModels.ts';
import { createModelStore, type ModelStore } from '../modelStore.ts';
import { identityOf } from './adapterList.ts';
import { openAdapterStore, type AdapterStore } from './adapterStore.ts';
import { engineFile } from './engineFile.ts';

const files = fs.mkdtempSync(path.join(os.tmpdir(), 'tandem-adapters-'));
const at = (name: string): string => path.join(files, name);
const model = at('base.gguf');
const string = (value: string) => ({ type: 'string', value }) as const;

beforeAll(async () => {
  await writeTinyModel(model, 'attention');
  await writeTinyAdapter(at('mine.gguf'), tinyTargets);
});
afterAll(() => { fs.rmSync(files, { recursive: true }); });

let folder = '';
let notes: string[] = [];
let models: ModelStore;
let adapters: AdapterStore;
const add = async (name: string, scale?: number) => adapters.add({ model, file: await models.openBare(model) }, at(name), scale);
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tandem-adapter-store-'));
  notes = [];
  const note = (words: string) => notes.push(words);
  models = createModelStore({ folder, catalog: { models: [] }, note });
  adapters = openAdapterStore(folder, note);
});

/** What the model, as the store opens it, thinks comes after a few words. */
async function thoughts(): Promise<readonly number[]> {
  const { modelPath, adapters: own } = engineFile(await models.open(model));
  const loaded = await loadModel({ modelPath, gpu: 'cpu', sequences: 2, contextSize: 512, threads: 1, ...(own === undefined ? {} : { adapters: own }) });
  const { sequences, tokensOf } = createBrain(loaded);
  const tokens = tokensOf('two and two are');
  const [last] = tokens.slice(-1);
  if (last === undefined) throw new Error('no tokens');
  const never = new AbortController().signal;
  const probabilities = await sequences.use(tokens, never, async (held) => {
    await held.align(tokens, never);
    return held.exactNext(last, tokensOf('abcdefgh'));
  });
  await loaded.dispose();
  return [...probabilities.values()];
}

describe('an adapter', () => {
  it('changes what the model thinks, by its strength, and taking it off restores it to the last digit', async () => {
    const before = await thoughts();
    await add('mine.gguf');
    const whole = await thoughts();
    adapters.remove(model, 'mine');
    const restored = await thoughts();
    await add('mine.gguf', 0.01);
    const faint = await thoughts();
    const distance = (other: readonly number[]) => before.reduce((sum, value, i) => sum + Math.abs(value - (other[i] ?? 0)), 0);
    expect(distance(whole)).toBeGreaterThan(1e-3);
    expect(restored).toEqual(before);
    expect(distance(faint)).toBeGreaterThan(0);
    expect(distance(faint)).toBeLessThan(distance(whole) / 10);
  });

  it('makes another model of it: its own identity and name, which end with it', async () => {
    const bare = await models.open(model);
    const added = await add('mine.gguf');
    const { sha256, baseSha256, name, adapters: own } = await models.open(model);
    expect(baseSha256).toBe(added.base.sha256);
    expect(sha256).toBe(identityOf(added.base.sha256, [added]));
    expect(sha256).not.toBe(added.base.sha256);
    expect(name).toBe('base + mine');
    expect(own).toEqual([{ path: expect.stringContaining(folder), scale: 1 }]);
    expect(adapters.identity(model, added.base.sha256)).toBe(sha256);
    adapters.remove(model, 'mine');
    expect(await models.open(model)).toEqual(bare);
    expect(fs.readdirSync(path.join(folder, 'adapters'))).toEqual(['adapters.json']);
  });

  it('has an identity that hangs on file, strength and base, and not on the order', () => {
    const [a, b] = [{ sha256: 'a', scale: 1 }, { sha256: 'b', scale: 1 }];
    expect(identityOf('base', [])).toBe('base');
    expect(identityOf('base', [a, b])).toBe(identityOf('base', [b, a]));
    expect(new Set([identityOf('base', [a]), identityOf('base', [b]), identityOf('base', [a, b]), identityOf('base', [{ ...a, scale: 0.5 }]), identityOf('other', [a])]).size).toBe(5);
  });
});

describe('what is refused, with nothing changed', () => {
  it('a whole model, another kind of adapter, another architecture, another size, half a pair, a letter, half a file, nothing', async () => {
    await writeTinyAdapter(at('control.gguf'), tinyTargets, { 'adapter.type': string('control_vector') });
    await writeTinyAdapter(at('activated.gguf'), tinyTargets, { 'adapter.alora.invocation_tokens': { type: 'i32s', value: [1] } });
    await writeTinyAdapter(at('qwen.gguf'), tinyTargets, { 'general.architecture': string('qwen2') });
    await writeTinyAdapter(at('larger.gguf'), [{ name: 'blk.0.attn_q.weight', input: 64, output: 64 }]);
    await writeTinyAdapter(at('deeper.gguf'), [{ name: 'blk.9.attn_q.weight', input: 32, output: 32 }]);
    await writeTinyAdapter(at('none.gguf'), []);
    fs.writeFileSync(at('letter.gguf'), 'Dear aunt, '.repeat(99));
    fs.writeFileSync(at('half.gguf'), fs.readFileSync(at('mine.gguf')).subarray(0, -100));
    const cases = [
      ['base', 'badInput', /whole model and no adapter/], ['control', 'modelUnsupported', /control_vector/], ['activated', 'modelUnsupported', /activated LoRA/],
      ['qwen', 'badInput', /architecture "qwen2", and base is "llama"/], ['larger', 'badInput', /another size/], ['deeper', 'badInput', /has no "blk\.9/],
      ['none', 'modelDamaged', /no LoRA matrices/], ['letter', 'modelDamaged', /no whole GGUF/], ['half', 'modelDamaged', /ends after/], ['nowhere', 'modelMissing', /not there/],
    ] as const;
    for (const [name, kind, message] of cases) await expect(add(`${name}.gguf`), name).rejects.toMatchObject({ kind, message: expect.stringMatching(message) });
    expect(adapters.list()).toEqual([]);
    expect(fs.existsSync(path.join(folder, 'adapters'))).toBe(false);
  });

  it('the same adapter twice, and taking off one that is not there', async () => {
    await add('mine.gguf');
    await expect(add('mine.gguf')).rejects.toMatchObject({ kind: 'conflict' });
    expect(() => adapters.remove(model, 'other')).toThrow(/no adapter "other"/);
    expect(adapters.list(model)).toHaveLength(1);
    expect(adapters.list('another model')).toEqual([]);
  });
});

describe('what happens to it later', () => {
  it('a model whose adapter is gone, was changed, or that is another file now, is not opened silently without it', async () => {
    const { file } = await add('mine.gguf');
    const kept = path.join(folder, 'adapters', file);
    fs.appendFileSync(kept, 'x');
    await expect(models.open(model)).rejects.toMatchObject({ kind: 'hashMismatch' });
    fs.rmSync(kept);
    await expect(models.open(model)).rejects.toMatchObject({ kind: 'modelMissing', message: expect.stringContaining('"mine"') });
    fs.copyFileSync(at('mine.gguf'), kept);
    const other = at('swapped.gguf');
    fs.copyFileSync(model, other);
    await adapters.add({ model: other, file: await models.openBare(other) }, at('mine.gguf'));
    fs.appendFileSync(other, 'x');
    await expect(models.open(other)).rejects.toMatchObject({ kind: 'modelUnsupported' });
  });

  it('a file that two models use stays until the last of them lets go', async () => {
    const { file } = await add('mine.gguf');
    const twin = at('twin.gguf');
    fs.copyFileSync(model, twin);
    await adapters.add({ model: twin, file: await models.openBare(twin) }, at('mine.gguf'));
    adapters.remove(model, 'mine');
    expect(fs.existsSync(path.join(folder, 'adapters', file))).toBe(true);
    adapters.remove(twin, 'mine');
    expect(fs.existsSync(path.join(folder, 'adapters', file))).toBe(false);
  });

  it('a damaged list is set aside and said', async () => {
    await add('mine.gguf');
    fs.writeFileSync(path.join(folder, 'adapters', 'adapters.json'), '{"version":1,');
    expect(adapters.list()).toEqual([]);
    expect(notes.join()).toContain('damaged');
    expect(fs.existsSync(path.join(folder, 'adapters', 'adapters.json.damaged'))).toBe(true);
  });
});
