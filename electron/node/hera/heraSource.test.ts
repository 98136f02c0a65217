import { expect, test } from 'vitest';
import { localEmbedderId } from '../../../shared/hera/embedder.ts';
import { letterEmbedder, sampleProfile } from '../../../shared/hera/testing/sampleProfile.ts';
import type { HeraFile } from '../../../shared/hera/heraFile.ts';
import type { HeraStore } from './heraStore.ts';
import { createHeraSource, type OpenedEmbedder } from './heraSource.ts';

const none = () => Promise.resolve();
const local = { sha256: 'a', profile: 'p' };
const log = { error: () => undefined };
const storeWith = (file: HeraFile | null): HeraStore => ({ forPair: () => ({ file, why: file ? '' : 'this pair of models has no profile yet' }), save: () => undefined, useFormer: () => undefined, formers: () => [] });
const found = storeWith(sampleProfile());

test('the embedding model is opened once, and only where there is a profile', async () => {
  let opened = 0;
  const openEmbedder = (): Promise<OpenedEmbedder> => { opened += 1; return Promise.resolve({ embedder: letterEmbedder, why: '', close: none }); };
  const without = createHeraSource({ store: storeWith(null), openEmbedder, log });
  expect(await without.setupFor(local, null, {}, AbortSignal.timeout(1000))).toEqual({ file: null, why: 'this pair of models has no profile yet' });
  expect(opened).toBe(0);
  const source = createHeraSource({ store: found, openEmbedder, log });
  await source.setupFor(local, null, {}, AbortSignal.timeout(1000));
  expect(await source.setupFor(local, null, { alpha: 0.1 }, AbortSignal.timeout(1000))).toMatchObject({ embedder: letterEmbedder, alpha: 0.1 });
  expect(opened).toBe(1);
  await source.close();
});

test('what needs no vectors opens no embedding model, unless the profile knows its domain', async () => {
  let opened = 0;
  const openEmbedder = (): Promise<OpenedEmbedder> => { opened += 1; return Promise.resolve({ embedder: letterEmbedder, why: '', close: none }); };
  const plain = { partsOn: ['sse'] } as const;
  for (const [file, expected] of [[sampleProfile(plain), null], [sampleProfile({ ...plain, domain: { embedder: 'letters', centre: [1], least: 0 } }), letterEmbedder]] as const) {
    const source = createHeraSource({ store: storeWith(file), openEmbedder, log });
    expect(await source.setupFor(local, null, {}, AbortSignal.timeout(1000))).toMatchObject({ embedder: expected });
  }
  expect(opened).toBe(1);
});

test('why the embedding model cannot be used is told: damaged is not missing', async () => {
  for (const why of ['all-MiniLM is not on this device. Get it.', 'all-MiniLM is damaged. Get it anew.']) {
    const source = createHeraSource({ store: found, openEmbedder: () => Promise.resolve({ embedder: null, why, close: none }), log });
    expect(await source.setupFor(local, null, {}, AbortSignal.timeout(1000))).toMatchObject({ why: expect.stringContaining(why.slice(0, -1)) as string });
    expect(await source.embedderOrWhy()).toMatchObject({ embedder: null, why });
  }
});

test('a profile that the local model compared texts for opens no embedding model', async () => {
  const { provenance } = sampleProfile();
  const file = sampleProfile({ provenance: { ...provenance, embedder: localEmbedderId(provenance.localSha256) } });
  const source = createHeraSource({ store: storeWith(file), openEmbedder: () => Promise.reject(new Error('opened')), log: { error: (what) => { throw new Error(what); } } });
  expect(await source.setupFor(local, null, {}, AbortSignal.timeout(1000))).toEqual({ file, embedder: null });
});

test('an embedding model that cannot be opened leaves the likeness of subtasks, and is tried again', async () => {
  let tries = 0;
  const source = createHeraSource({ store: found, openEmbedder: () => { tries += 1; return Promise.reject(new Error('damaged')); }, log });
  for (let i = 0; i < 2; i += 1) expect(await source.setupFor(local, null, {}, AbortSignal.timeout(1000))).toMatchObject({ embedder: null, parts: ['sse'] });
  expect(tries).toBe(2);
});
