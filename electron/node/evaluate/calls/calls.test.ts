import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import zlib from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { StepRequest } from '../../../../shared/agent/model.ts';
import { scriptedExpert, scriptedLocal } from '../../../../shared/testing/scriptedModel.ts';
import { callLog, openCallCache } from './callCache.ts';
import { cachedExpert, cachedLocal } from './cachedModels.ts';
import { linesOf } from './linesOf.ts';

const newFile = () => path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'tandem-calls-')), 'calls.jsonl');
const request: StepRequest = { question: 'How many?', history: [], steps: [], shape: 'steps', profile: 'zeroShot', documents: [], tools: ['calculator'], until: 'step', maxTokens: 50, temperature: 0, seed: 1 };
const never = new AbortController().signal;
const read = async (parts: AsyncIterable<unknown>) => {
  const all = [];
  for await (const part of parts) all.push(part);
  return all;
};

describe('call cache', () => {
  it('makes a call once, also when asked twice at once, and after a restart not again', async () => {
    const file = newFile();
    let made = 0;
    const make = () => Promise.resolve(made += 1);
    const cache = openCallCache(file);
    expect(await Promise.all([cache.through({ a: 1 }, z.number(), make), cache.through({ a: 1 }, z.number(), make)])).toEqual([1, 1]);
    expect(await openCallCache(file).through({ a: 1 }, z.number(), make)).toBe(1);
    expect(await cache.through({ a: 2 }, z.number(), make)).toBe(2);
    expect(cache.counts).toEqual({ known: 1, made: 2 });
  });

  it('does not keep a failure, and survives a line cut by a kill', async () => {
    const file = newFile();
    const cache = openCallCache(file);
    await expect(cache.through({ a: 1 }, z.number(), () => Promise.reject(new Error('gone')))).rejects.toThrow('gone');
    expect(await cache.through({ a: 1 }, z.number(), () => Promise.resolve(7))).toBe(7);
    fs.appendFileSync(file, '{"key":"x","val');
    const again = openCallCache(file);
    expect(again.size).toBe(1);
    await again.through({ a: 3 }, z.number(), () => Promise.resolve(3));
    expect(openCallCache(file).size).toBe(2);
  });

  it('is read by lines, wherever a chunk ends, also inside a letter', () => {
    const file = newFile();
    const lines = ['{"key":"ä","value":"€ 1"}', '', 'x'.repeat(50), 'last, cut off'];
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, lines.join('\n'));
    fs.writeFileSync(`${file}.gz`, zlib.gzipSync(fs.readFileSync(file)));
    for (const [of, bytes] of [[file, 1], [file, 7], [file, 1 << 20], [`${file}.gz`, 1]] as const) {
      expect([...linesOf(of, bytes)]).toEqual(lines.map((text, i) => ({ text, isEnded: i < lines.length - 1 })));
    }
    expect([...linesOf(path.join(path.dirname(file), 'none.jsonl'))]).toEqual([]);
  });

  it('a closed log never calls a model', async () => {
    const file = newFile();
    await openCallCache(file).through({ a: 1 }, z.number(), () => Promise.resolve(7));
    fs.writeFileSync(`${file}.gz`, zlib.gzipSync(fs.readFileSync(file)));
    const closed = openCallCache(`${file}.gz`);
    expect(await closed.through({ a: 1 }, z.number(), () => Promise.reject(new Error('called')))).toBe(7);
    await expect(closed.through({ a: 2 }, z.number(), () => Promise.resolve(8))).rejects.toMatchObject({ kind: 'notFound', message: expect.stringContaining('does not hold one of the calls') });
  });

  it('what is replayed is closed, packed or not, and has to be there; what a command works with grows', async () => {
    const file = newFile();
    expect(() => callLog(file, newFile())).toThrow(/no call log at .* nothing was replayed/);
    await callLog(undefined, file).through({ a: 1 }, z.number(), () => Promise.resolve(7));
    const before = fs.readFileSync(file, 'utf8');
    const replayed = callLog(file, newFile());
    expect(await replayed.through({ a: 1 }, z.number(), () => Promise.reject(new Error('called')))).toBe(7);
    await expect(replayed.through({ a: 2 }, z.number(), () => Promise.resolve(8))).rejects.toMatchObject({ kind: 'notFound' });
    expect(fs.readFileSync(file, 'utf8')).toBe(before);
  });
});

describe('models behind the cache', () => {
  it('give the same step again without the model; who wrote the steps before does not matter, their text does', async () => {
    let calls = 0;
    const cache = openCallCache(newFile());
    const local = cachedLocal(scriptedLocal([{ text: '1 + 1 = 2' }, { text: '2' }], { onRequest: () => { calls += 1; } }), cache);
    const first = await read(local.writeStep(request, never));
    expect(await read(local.writeStep(request, never))).toEqual(first);
    expect(calls).toBe(1);
    await read(local.writeStep({ ...request, steps: [{ by: 'local', text: 'a' }] }, never));
    await read(local.writeStep({ ...request, steps: [{ by: 'expert', text: 'a' }] }, never));
    expect(calls).toBe(2);
    await read(local.writeStep({ ...request, steps: [{ by: 'local', text: 'b' }] }, never));
    await read(local.writeStep({ ...request, profile: 'twoExamples' }, never));
    expect(calls).toBe(4);
  });

  it('an expert is known by its payload, and the meter hears of cached calls too', async () => {
    let sent = 0;
    const heard: string[] = [];
    const meter = { step: (by: string) => void heard.push(by), check: () => undefined, waited: () => undefined };
    const expert = cachedExpert(scriptedExpert([{ text: '2' }], { onSend: () => { sent += 1; } }), openCallCache(newFile()), meter);
    for (let i = 0; i < 2; i += 1) await read((await expert.prepareStep(request)).send(never));
    expect({ sent, heard }).toEqual({ sent: 1, heard: ['expert', 'expert'] });
  });
});
