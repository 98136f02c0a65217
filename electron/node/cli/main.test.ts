import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { exitCodes } from './exitCodes.ts';
import { main } from './main.ts';

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

async function called(args: readonly string[]): Promise<{ readonly code: number; readonly said: string; readonly logged: string }> {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'tandem-main-'));
  vi.stubEnv('TANDEM_HOME', home);
  let said = '';
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => { said += text.toString(); return true; });
  const code = await main(args);
  const log = path.join(home, 'tandem.log');
  return { code, said, logged: fs.existsSync(log) ? fs.readFileSync(log, 'utf8') : '' };
}

it('logs what nobody expected, without keys, and says where', async () => {
  vi.stubEnv('TANDEM_EXPERT_KEY', 'a key of my own');
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tandem-main-'));
  fs.writeFileSync(path.join(folder, 'run.json'), 'a key of my own');
  const { code, said, logged } = await called(['report', '--out', folder, '--data', 'none.jsonl']);
  expect(code).toBe(exitCodes.failed);
  expect(said).toMatch(/the log has the details[^]*tandem\.log/);
  expect(logged).toContain('SyntaxError');
  expect(logged).not.toContain('a key of my own');
});

it('says which folder has no evaluation in it, and logs nothing', async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tandem-main-'));
  const { code, said, logged } = await called(['report', '--out', folder, '--data', 'none.jsonl']);
  expect(code).toBe(exitCodes.wrongUsage);
  expect(said).toBe(`There is no run.json in ${folder}. Nothing was changed; name the folder that "evaluate" wrote to.\n`);
  expect(logged).toBe('');
});
