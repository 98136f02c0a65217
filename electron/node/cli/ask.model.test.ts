import { execFile } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultSettings } from '../../../shared/contract/entities.ts';
import { numberedEventSchema, runEventSchema } from '../../../shared/trace/events.ts';
import { tandemPaths } from '../paths.ts';
import { openStore } from '../runs/store/openStore.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const tiny = 'smollm2-135m-instruct-q4_1';
const tinyFile = path.join(tandemPaths().models, 'SmolLM2-135M-Instruct.Q4_1.gguf');
const call = promisify(execFile);
let home = '';
beforeAll(() => { home = fs.mkdtempSync(path.join(os.tmpdir(), 'tandem-ask-options-')); });
afterAll(() => fs.rmSync(home, { recursive: true, force: true }));

/** The real program on a data folder of its own and the real models; rejects unless it ends with 0. */
const env = () => ({ ...process.env, TANDEM_HOME: home, TANDEM_MODELS: tandemPaths().models, NO_COLOR: '1', TANDEM_GPU: 'cpu' });
const ask = async (...args: readonly string[]) => (await call(process.execPath, [path.join(root, 'electron/node/cli/main.ts'), 'ask', ...args], { env: env(), maxBuffer: 1e8 })).stdout;

/** What `--json` printed, every line of it. */
const eventsIn = (out: string) => out.trim().split('\n').map((line) => runEventSchema.parse(numberedEventSchema.parse(JSON.parse(line)).event));

describe('what ask is given', () => {
  it('through npm, as it is documented, prints nothing but events; a path and a seed count', async () => {
    const args = ['ask', 'hello', '--local', tinyFile, '--expert', 'none', '--policy', 'random', '--dial', '0.5', '--seed', '7', '--json'];
    const { stdout } = await call('npm', ['run', '-s', 'tandem', '--', ...args], { cwd: root, env: env(), maxBuffer: 1e8, shell: process.platform === 'win32' });
    const events = eventsIn(stdout);
    expect(events[0]).toMatchObject({ type: 'runStarted', seed: 7, policy: 'random', dial: 0.5, local: { id: path.basename(tinyFile) }, expert: null });
    expect(events.at(-1)?.type).toBe('runFinished');
  });

  it.each([['a name', tiny], ['a path', tinyFile]])('a larger model of this machine by %s writes the steps, and nothing is paid', async (_, expert) => {
    const events = eventsIn(await ask('What is 2 + 3?', '--local', tiny, '--expert', expert, '--dial', '0', '--json'));
    expect(events[0]).toMatchObject({ expert: { kind: 'gguf', where: 'thisDevice' } });
    const steps = events.filter((event) => event.type === 'stepAccepted');
    expect(steps.length).toBeGreaterThan(0);
    for (const step of steps) expect(step).toMatchObject({ by: 'expert', usd: 0 });
  });

  it('reads the documents that are given', async () => {
    const file = path.join(home, 'documents.json');
    fs.writeFileSync(file, JSON.stringify([{ title: 'The lighthouse', text: 'Its keeper was called Marisol Quint.' }]));
    // A larger model of this machine is asked by payload, and every payload is in the ledger: there the document stands.
    await ask('Who was the keeper of the lighthouse?', '--local', tiny, '--expert', tiny, '--dial', '0', '--documents', file);
    const store = openStore(tandemPaths({ TANDEM_HOME: home }), Date.now);
    try {
      const [latest] = store.chats.list();
      const runId = store.chats.messages(latest?.id ?? '').at(-1)?.runId ?? '';
      expect(store.runs.get(runId)?.request.documents).toEqual([{ title: 'The lighthouse', text: 'Its keeper was called Marisol Quint.' }]);
      expect(store.ledger.list(runId, 10).some(({ payload }) => payload.includes('Marisol Quint'))).toBe(true);
    } finally {
      store.close();
    }
  });

  it('takes from the settings what is not given, and changes nothing in them', async () => {
    const file = path.join(home, 'settings.json');
    const settings = JSON.stringify({ ...defaultSettings, localModel: tiny, expert: { kind: 'gguf', model: tiny }, policy: 'logProb', dial: 0.25 });
    fs.writeFileSync(file, settings);
    try {
      expect(eventsIn(await ask('hello', '--policy', 'localOnly', '--json'))[0]).toMatchObject({ local: { id: tiny }, expert: { id: tiny }, policy: 'localOnly', dial: 0.25 });
      expect(JSON.parse(fs.readFileSync(file, 'utf8'))).toEqual(JSON.parse(settings));
    } finally {
      fs.rmSync(file);
    }
  });
});
