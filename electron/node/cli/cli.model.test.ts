import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import { createServer } from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { numberedEventSchema } from '../../../shared/trace/events.ts';
import { resultsSchema } from '../evaluate/report/results.ts';
import { tandemPaths } from '../paths.ts';
import { lockFolder } from '../runs/store/folderLock.ts';

const main = fileURLToPath(new URL('main.ts', import.meta.url));
const tiny = 'smollm2-135m-instruct-q4_1';
const story = 'Tell me a very long story about a whale and the keeper of a lighthouse.';
let home = '';

/** Nothing of the developer's own keys and colours. */
function ownEnv(): NodeJS.ProcessEnv {
  const { ANTHROPIC_API_KEY: _claude, TANDEM_EXPERT_KEY: _server, FORCE_COLOR: _colour, ...env } = process.env;
  return { ...env, TANDEM_HOME: home, TANDEM_MODELS: tandemPaths().models, NO_COLOR: '1', TANDEM_GPU: 'cpu' };
}

/** The real program in a process of its own, on a data folder of its own and the real models. */
function tandem(args: readonly string[], input = '', more: NodeJS.ProcessEnv = {}): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [main, ...args], { env: { ...ownEnv(), ...more }, maxBuffer: 1e8 }, (error, out, err) => resolve({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, out, err }));
    child.stdin?.end(input);
  });
}

beforeAll(() => { home = fs.mkdtempSync(path.join(os.tmpdir(), 'tandem-cli-')); });
afterAll(() => fs.rmSync(home, { recursive: true, force: true }));

describe('ask', () => {
  it('answers with a real model and prints the contract’s events, one a line, without gaps', async () => {
    const { code, out, err } = await tandem(['ask', 'What is 2 + 3?', '--local', tiny, '--expert', 'none', '--json']);
    expect(err).toContain('Loading');
    expect(code).toBe(0);
    const events = out.trim().split('\n').map((line) => numberedEventSchema.parse(JSON.parse(line)));
    expect(events.map((event) => event.seq)).toEqual(events.map((_, index) => index + 1));
    expect(events[0]?.event.type).toBe('runStarted');
    expect(events.at(-1)?.event.type).toBe('runFinished');
  });

  it('reads the question from standard input and says who wrote what', async () => {
    const { code, out } = await tandem(['ask', '-', '--local', tiny, '--policy', 'localOnly'], 'hello');
    expect(code).toBe(0);
    expect(out).toContain(' 1 here');
    expect(out).toContain('1 step, 1 here, 0 asked, $0,');
  });

  it('with --strict an expert that cannot be reached ends it with 4, after the sentence', async () => {
    const { code, out } = await tandem(['ask', 'What is 2 + 3?', '--local', tiny, '--expert', 'http://127.0.0.1:9#big', '--dial', '0', '--strict', '--agree', '1']);
    expect(out).toMatch(/! Step 1: .*reached/);
    expect(code).toBe(4);
  });

  it('sends nothing to a remote expert without agreement, and says what would be sent', async () => {
    const { code, err } = await tandem(['ask', 'What is 2 + 3?', '--local', tiny, '--expert', 'https://expert.invalid#big']);
    expect(code).toBe(2);
    expect(err).toContain('--agree');
    expect(err).toContain('expert.invalid');
  });

  it('leaves agreement alone where nobody would be asked', async () => {
    expect((await tandem(['ask', 'hello', '--local', tiny, '--expert', 'https://expert.invalid#big', '--policy', 'localOnly'])).code).toBe(0);
  });

  it('with --strict a missing key ends it with 4 before anything is written', async () => {
    const { code, out, err } = await tandem(['ask', 'What is 2 + 3?', '--local', tiny, '--expert', 'claude', '--strict']);
    expect({ code, out }).toEqual({ code: 4, out: '' });
    expect(err).toContain('ANTHROPIC_API_KEY');
  });

  it('Ctrl+C ends the answer as stopped, in order, with 130', async () => {
    const child = spawn(process.execPath, [main, 'ask', story, '--local', tiny, '--expert', 'none', '--json'], { env: ownEnv(), detached: true });
    let out = '';
    let isStopped = false;
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString();
      if (isStopped || !out.includes('stepDelta')) return;
      isStopped = true;
      // A terminal tells the whole group of processes, the engine's too.
      process.kill(-(child.pid ?? Number.NaN), 'SIGINT');
    });
    expect(await once(child, 'close')).toEqual([130, null]);
    const events = out.trim().split('\n').map((line) => numberedEventSchema.parse(JSON.parse(line)));
    expect(events.at(-1)?.event.type).toBe('runCancelled');
    expect(events.some(({ event }) => event.type === 'engineRestarted')).toBe(false);
  });

  it('ends in order when nobody reads its output any more', async () => {
    const child = spawn(process.execPath, [main, 'ask', story, '--local', tiny, '--expert', 'none', '--json'], { env: ownEnv() });
    let err = '';
    child.stderr.on('data', (chunk: Buffer) => { err += chunk.toString(); });
    child.stdout.once('data', () => child.stdout.destroy());
    expect(await once(child, 'close')).toEqual([130, null]);
    expect(err).not.toContain('EPIPE');
  });

  it('a key is never printed, stored or logged', async () => {
    const key = 'sk-test-0123456789abcdef';
    const { code, out, err } = await tandem(['ask', 'What is 2 + 3?', '--local', tiny, '--expert', 'http://127.0.0.1:9#big', '--dial', '0', '--agree', '1', '--strict'], '', { TANDEM_EXPERT_KEY: key });
    expect(code).toBe(4);
    expect(out + err).not.toContain(key);
    const files = fs.readdirSync(home, { recursive: true, encoding: 'utf8' }).map((file) => path.join(home, file)).filter((file) => fs.statSync(file).isFile());
    expect(files.map((file) => path.basename(file))).toContain('tandem.log');
    for (const file of files) expect(fs.readFileSync(file).includes(key)).toBe(false);
  });
});

describe('while another Tandem holds the data', () => {
  const beside = async (args: readonly string[]) => {
    const lock = lockFolder(home);
    try {
      return await tandem(['ask', 'hello', '--local', tiny, ...args]);
    } finally {
      lock.release();
    }
  };

  it('answers all the same and says that nothing is kept', async () => {
    const { code, err } = await beside([]);
    expect(code).toBe(0);
    expect(err).toContain('not kept among the chats');
  });

  it('sends nothing to an expert whose spending the other one counts', async () => {
    const { code, err } = await beside(['--expert', 'https://expert.invalid#big', '--agree', '1']);
    expect(code).toBe(2);
    expect(err).toContain('Nothing was sent');
  });
});

describe('models that cannot be used end with 3 and a sentence', () => {
  it.each([
    ['missing', () => path.join(home, 'nowhere.gguf')],
    ['truncated', () => {
      const file = path.join(home, 'truncated.gguf');
      fs.writeFileSync(file, fs.readFileSync(path.join(tandemPaths().models, 'SmolLM2-135M-Instruct.Q4_1.gguf')).subarray(0, 1_000_000));
      return file;
    }],
    ['no GGUF', () => {
      const file = path.join(home, 'text.gguf');
      fs.writeFileSync(file, 'this is no model');
      return file;
    }],
  ])('%s', async (_name, make) => {
    const { code, out, err } = await tandem(['ask', 'What is 2 + 3?', '--local', make()]);
    expect(code).toBe(3);
    expect(out + err).toMatch(/[A-Z][^.]+\./);
  });

  it('a name that nobody knows', async () => {
    expect((await tandem(['ask', 'hello', '--local', 'no-such-model'])).code).toBe(3);
  });
});

describe('wrong usage ends with 2', () => {
  it.each([
    [['ask', '']], [['ask', 'q', '--dial', '2']], [['ask', 'q', '--policy', 'x']], [['ask', 'q', '--expert', 'ftp://x#y']], [['nonsense']], [['serve']],
    [['ask', 'a\u0001\u0002binary\uFFFD']], [['web', '--port', '99999']], [['serve', '--model', tiny, '--sequences', '0']], [['ask', 'q', '--documents', 'no-such-file.json']], [['ask', 'two', 'words']],
  ])('%j', async (args) => {
    const { code, err } = await tandem(args);
    expect(code).toBe(2);
    expect(err.length).toBeGreaterThan(10);
  });

  it('a port that is taken', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
    const address = server.address();
    const { code, err } = await tandem(['web', '--port', String(typeof address === 'object' && address ? address.port : 0)]);
    server.close();
    expect(code).toBe(2);
    expect(err).toContain('port');
  });

  it('a question of more than 100 kB', async () => {
    expect((await tandem(['ask', '-'], 'x'.repeat(100_001))).code).toBe(2);
  });
});

it('help is no error (help.test.ts reads that of every command)', async () => {
  const { code, out } = await tandem(['ask', '--help']);
  expect(code).toBe(0);
  expect(out).toContain('npm run tandem --');
});

describe('exam, fit, trajectories and evaluate', () => {
  it('examine a real model, fit its gate, and evaluate with it from the same cache', async () => {
    const folder = path.join(home, 'exam');
    const examined = await tandem(['exam', '--local', tiny, '--data', 'builtIn', '--n', '2', '--sequences', '2', '--out', folder]);
    expect(examined.err).toMatch(/2 of 2: .* calls made/);
    expect(examined.code).toBe(0);
    // What is in the cache is not asked again.
    expect((await tandem(['exam', '--local', tiny, '--data', 'builtIn', '--n', '2', '--sequences', '2', '--out', folder])).err).toMatch(/2 of 2: .* 0 calls made/);

    const chains = path.join(folder, 'chains.jsonl');
    const fitted = await tandem(['fit', '--chains', chains, '--local', tiny, '--draws', '50']);
    expect(fitted).toMatchObject({ code: 0 });
    expect(fitted.out).toMatch(/^2 problems, \d+ steps, \d+ of them wrong/);
    expect((await tandem(['trajectories', '--chains', chains, '--out', path.join(folder, 't.jsonl')])).out).toMatch(/^\d+ examples for stage 3/);

    const data = path.join(folder, 'own.jsonl');
    fs.writeFileSync(data, '{"question": "Ann has 3 pens and buys 4 more. How many pens has she?", "answer": 7}\n');
    const policies = ['evaluate', '--data', data, '--local', tiny, '--policies', 'localOnly,adaswitch[expert=off]@0.5', '--out', path.join(folder, 'evaluation')];
    const evaluated = await tandem(policies);
    expect(evaluated.err).not.toContain('no fitted head');
    expect(evaluated.code).toBe(0);
    expect((await tandem(policies)).err).toMatch(/1 of 1: 0 calls made/);
    // Nobody to ask: what the local model wrote would be counted as AdaSwitch's.
    const nobody = await tandem(['evaluate', '--data', data, '--local', tiny, '--policies', 'localOnly,adaswitch@0.5', '--out', path.join(folder, 'nobody')]);
    expect(nobody).toMatchObject({ code: 2, err: expect.stringContaining('adaswitch asks an expert, and none is named') as unknown });

    // Without any weights, from the log alone.
    const log = path.join(folder, 'calls.jsonl.gz');
    fs.writeFileSync(log, gzipSync(fs.readFileSync(path.join(folder, 'evaluation', 'calls.jsonl'))));
    const replay = await tandem([...policies.slice(0, -1), path.join(folder, 'replayed'), '--replay', log], '', { TANDEM_MODELS: path.join(folder, 'none') });
    expect(replay.code).toBe(0);
    const table = (name: string) => resultsSchema.parse(JSON.parse(fs.readFileSync(path.join(folder, name, 'results.json'), 'utf8'))).points
      .map(({ policy, dial, right, n, steps, flopsPerQuestion }) => ({ policy, dial, right, n, steps, flopsPerQuestion }));
    expect(table('replayed')).toEqual(table('evaluation'));
  });

  it('refuse what cannot be read, with a sentence', async () => {
    const missing = await tandem(['evaluate', '--data', path.join(home, 'none.jsonl'), '--out', path.join(home, 'x')]);
    expect(missing).toMatchObject({ code: 2 });
    expect(missing.err).toContain('There is no file none.jsonl');
    expect((await tandem(['evaluate', '--data', main, '--policies', 'wizard', '--out', path.join(home, 'x')])).code).toBe(2);
  });
});
