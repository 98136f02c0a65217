import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { catalog } from '../models/catalog.ts';
import { createModelStore, type ModelStore } from '../models/modelStore.ts';
import { huggingFaceSource } from '../models/sources/huggingFace.ts';
import { startModelServer, type ModelServer } from '../models/testing/modelServer.ts';
import { catalogOf, someBytes } from '../models/testing/testCatalog.ts';
import { main } from './main.ts';
import { checkModel, getModel, listModels, removeModel } from './modelCommands.ts';

const content = Buffer.concat([Buffer.from('GGUF'), someBytes(2_999_996)]);
const never = new AbortController().signal;
let home: string;
let server: ModelServer;
let printed: string;
let notes: string[];
const out = { write: (text: string) => { printed += text; }, isTerminal: false };
const note = (words: string) => { notes.push(words); };

beforeEach(async () => {
  home = fs.mkdtempSync(path.join(os.tmpdir(), 'tandem-models-'));
  server = await startModelServer(content);
  [printed, notes] = ['', []];
});
afterEach(async () => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  await server.close();
  fs.rmSync(home, { recursive: true, force: true });
});

/** A catalog of one model, "tiny", that the server has. Its clock goes so fast that every piece is told of. */
function store(): ModelStore {
  let time = 0;
  return createModelStore({
    folder: home, catalog: catalogOf(content, []), env: { TANDEM_MODEL_SOURCES: 'huggingface' }, note, clock: () => (time += 1_000),
    makeSource: () => huggingFaceSource({ repo: 'some/repo', file: 'tiny.gguf', endpoint: server.endpoint, retryMs: [] }),
  });
}

describe('models get', () => {
  it('tells of its progress in lines where nobody looks at a terminal, prints the path, and ends with 0', async () => {
    server.faults.push({ kind: 'trickle', pieces: 20, pauseMs: 2 });
    expect(await getModel(store(), 'tiny', { out, note, signal: never }, new PassThrough())).toBe(0);
    expect(printed).toBe(`${path.join(home, 'tiny.gguf')}\n`);
    expect(notes).toContain(`Downloading Tiny from ${new URL(server.endpoint).host}: 100 %`);
    expect(notes.length).toBeGreaterThan(3);
    expect(new Set(notes).size).toBe(notes.length);
    expect(notes.length).toBeLessThanOrEqual(11);
  });

  it('draws a bar in a terminal, and leaves it as it was', async () => {
    let drawn = '';
    const terminal = Object.assign(new PassThrough(), { isTTY: true });
    terminal.on('data', (text: Buffer) => { drawn += text.toString(); });
    server.faults.push({ kind: 'trickle', pieces: 20, pauseMs: 2 });
    expect(await getModel(store(), 'tiny', { out, note, signal: never }, terminal)).toBe(0);
    expect(drawn).toMatch(/100 % {2}3 MB/);
    // The cursor was hidden while it was drawn.
    expect(drawn.lastIndexOf('\u001B[?25h')).toBeGreaterThan(drawn.lastIndexOf('\u001B[?25l'));
    expect(notes).toEqual([]);
  });

  it('keeps what came when it is stopped', async () => {
    server.faults.push({ kind: 'stall', afterBytes: 1_500_000 });
    const stop = new AbortController();
    const stopAtHalf = (words: string) => { if (words.endsWith(': 50 %')) stop.abort(); };
    await expect(getModel(store(), 'tiny', { out, note: stopAtHalf, signal: stop.signal }, new PassThrough())).rejects.toMatchObject({ kind: 'cancelled' });
    expect(printed).toBe('');
    expect(fs.statSync(path.join(home, 'tiny.gguf.partial')).size).toBe(1_500_000);
  });
});

it('models list, check and remove: what is here, whether it is whole, and gone', async () => {
  const models = store();
  expect(await checkModel(models, 'tiny', out)).toBe(3);
  expect(printed).toBe('Tiny is not on this device.\n');
  expect(listModels(models, out)).toBe(0);
  expect(printed).toMatch(/not here .*tiny\n.*Tiny, 0\.00 GB, MIT\./);
  await models.get('tiny');
  expect(await checkModel(models, 'tiny', out)).toBe(0);
  listModels(models, out);
  expect(printed).toMatch(/Tiny is whole: SHA-256 [0-9a-f]{64} as in the catalog\.\n.*here {6}.*tiny/);

  fs.writeFileSync(path.join(home, 'tiny.gguf'), someBytes(content.length, 7));
  expect(await checkModel(models, 'tiny', out)).toBe(3);
  expect(printed).toMatch(/Tiny is damaged: its SHA-256 is .* Remove it and get it again\.\n$/);
  expect(await removeModel(models, 'tiny', out)).toBe(0);
  expect(printed).toMatch(/tiny is no longer on this machine\.\n$/);
  expect(fs.readdirSync(home)).toEqual([]);
});

describe('the program', () => {
  const run = async (...args: readonly string[]) => {
    vi.stubEnv('TANDEM_HOME', home);
    vi.stubEnv('TANDEM_MODELS', path.join(home, 'models'));
    vi.stubEnv('TANDEM_MODEL_SOURCES', 'huggingface');
    vi.stubEnv('HF_ENDPOINT', server.endpoint);
    let err = '';
    printed = '';
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => { printed += String(text); return true; });
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => { err += String(text); return true; });
    const code = await main(['models', ...args]);
    return { code, out: printed, err };
  };
  const id = 'smollm2-135m-instruct-q4_1';
  const put = (bytes: Buffer) => {
    fs.mkdirSync(path.join(home, 'models'));
    fs.writeFileSync(path.join(home, 'models', 'SmolLM2-135M-Instruct.Q4_1.gguf'), bytes);
  };

  it('lists the whole catalog', async () => {
    const { code, out: list } = await run('list');
    expect(code).toBe(0);
    for (const model of catalog.models) expect(list).toContain(`not here    ${model.id}\n`);
  });

  it.each(['get', 'remove', 'check'])('%s of a model that nobody knows ends with 2 and the names that are known', async (command) => {
    const { code, out: said, err } = await run(command, 'no-such-model');
    expect({ code, said }).toEqual({ code: 2, said: '' });
    expect(err).toMatch(/There is no model "no-such-model" in the catalog\. Known: .*smollm2/);
  });

  it('check of a damaged file ends with 3 and what to do', async () => {
    put(content);
    const { code, out: said } = await run('check', id);
    expect(code).toBe(3);
    expect(said).toMatch(/is damaged: it has 3,000,000 bytes instead of 98,362,432\. .*npm run tandem -- models get smollm2/);
    expect((await run('list')).out).toContain(`failed      ${id}`);
  });

  it('remove takes a damaged file away as well', async () => {
    put(content);
    expect((await run('remove', id)).code).toBe(0);
    expect(fs.readdirSync(path.join(home, 'models'))).toEqual([]);
  });

  it('get that no source can help ends with 3, says why, and leaves no wrong file', async () => {
    const { code, out: said, err } = await run('get', id);
    expect({ code, said }).toEqual({ code: 3, said: '' });
    expect(err).toMatch(/SmolLM2 135M Instruct could not be fetched \(127\.0\.0\.1:\d+: it has another file under that name/);
    expect(fs.readdirSync(path.join(home, 'models')).filter((name) => name.endsWith('.gguf'))).toEqual([]);
  });

  it('without an id, or with too many, ends with 2', async () => {
    expect((await run('get')).code).toBe(2);
    expect((await run('remove', id, id)).code).toBe(2);
  });
});
