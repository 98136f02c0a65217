import { mkdtemp, open, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeGguf } from '../../models/convert/ggufWriter.ts';
import { writeTinyModel } from '../testing/tinyModels.ts';
import { checkFile } from './checkFile.ts';
import { threadsFor } from './limits.ts';
import { loadModel } from './loadModel.ts';

let folder = '';
const at = (name: string): string => path.join(folder, name);
const load = (name: string, contextSize = 512) => loadModel({ modelPath: at(name), gpu: 'cpu', sequences: 1, contextSize, threads: 1 });

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'tandem-load-'));
  await writeTinyModel(at('good.gguf'), 'attention');
});
afterAll(async () => { await rm(folder, { recursive: true }); });

describe('loading a model', () => {
  it('keeps to what the model was trained for', async () => {
    const loaded = await load('good.gguf', 1_000_000_000);
    expect(loaded.contextSize).toBe(2048);
    expect(loaded.loaded).toMatchObject({ device: 'CPU', usesGpu: false, parameters: 35_168 });
    await loaded.dispose();
  });

  it('says that a file is missing', async () => {
    await expect(load('nowhere.gguf')).rejects.toMatchObject({ kind: 'modelMissing', message: expect.stringContaining('nowhere.gguf') });
    await expect(loadModel({ modelPath: folder, gpu: 'cpu', sequences: 1, contextSize: 512, threads: 1 })).rejects.toMatchObject({ kind: 'modelDamaged' });
  });

  it('says that a file is damaged: not a GGUF, empty, cut in the header, cut in the weights', async () => {
    const whole = await readFile(at('good.gguf'));
    await writeFile(at('text.gguf'), 'This is a letter to my aunt. '.repeat(100));
    await writeFile(at('empty.gguf'), '');
    await writeFile(at('header.gguf'), whole.subarray(0, 3000));
    await writeFile(at('weights.gguf'), whole.subarray(0, whole.length - 20_000));
    await writeFile(at('end.gguf'), whole.subarray(0, whole.length - 100));
    for (const name of ['text', 'empty', 'header', 'weights', 'end']) {
      await expect(load(`${name}.gguf`), name).rejects.toMatchObject({ kind: 'modelDamaged', message: expect.stringContaining(`${name}.gguf`) });
    }
  });

  it('says that an architecture is unknown', async () => {
    await writeTinyModel(at('new.gguf'), 'attention', { 'general.architecture': { type: 'string', value: 'mindofthefuture' } });
    await expect(load('new.gguf')).rejects.toMatchObject({ kind: 'modelUnsupported', message: expect.stringContaining('mindofthefuture') });
  });

  it('says that a model is larger than the memory, before reading its weights', async () => {
    const small = { name: 'a', shape: [8], data: new Float32Array(8) };
    const gguf = encodeGguf({ 'general.architecture': { type: 'string', value: 'llama' } }, [small, { ...small, name: 'b' }]);
    // The second tensor claims to begin 4 TiB into the file; a sparse file has no such size on disk.
    gguf.writeBigUInt64LE(BigInt(2 ** 42), gguf.indexOf('b', gguf.indexOf('llama') + 5) + 1 + 4 + 8 + 4);
    await writeFile(at('huge.gguf'), gguf);
    const file = await open(at('huge.gguf'), 'r+');
    await file.close();
    await expect(checkFile(at('huge.gguf'))).rejects.toMatchObject({ kind: 'modelDamaged' });
    await truncate(at('huge.gguf'), 2 ** 42 + 1024);
    await expect(load('huge.gguf')).rejects.toMatchObject({ kind: 'modelTooLarge', message: expect.stringContaining('4096.0 GiB') });
    await expect(checkFile(at('good.gguf'), 1000)).rejects.toMatchObject({ kind: 'modelTooLarge' });
  });

  it('computes on no more threads than there are cores for it', async () => {
    const loaded = await loadModel({ modelPath: at('good.gguf'), gpu: 'cpu', sequences: 1, contextSize: 512, threads: 64 });
    const { maxThreads, cpuMathCores } = loaded.model.llama;
    await loaded.dispose();
    expect(maxThreads).toBe(threadsFor(64, cpuMathCores));
    expect(maxThreads).toBeLessThanOrEqual(cpuMathCores > 0 ? cpuMathCores : 64);
  });
});
