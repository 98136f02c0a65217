import fs from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { forkHost } from './engine/forkHost.ts';
import { findPip } from './models/sources/pip.ts';
import { temporaryHome } from './runs/testing/testService.ts';
import { withoutKeys } from './withoutKeys.ts';

const key = 'sk-never-in-a-child';
let folder = '';
beforeEach(() => {
  folder = temporaryHome();
  vi.stubEnv('ANTHROPIC_API_KEY', key);
  vi.stubEnv('TANDEM_EXPERT_KEY', key);
  vi.stubEnv('TANDEM_TEST_OTHER', 'kept');
});
afterEach(() => {
  vi.unstubAllEnvs();
  fs.rmSync(folder, { recursive: true, force: true });
});

it('leaves the keys out, however their names are written, and keeps the rest', () => {
  expect(withoutKeys({ Anthropic_Api_Key: key, TANDEM_EXPERT_KEY: key, PATH: '/bin' })).toEqual({ PATH: '/bin' });
});

it('no engine process of plain Node is given a key', async () => {
  const entry = path.join(folder, 'tell.mjs');
  fs.writeFileSync(entry, 'process.send(process.env)');
  const child = forkHost(entry).start();
  const env = await new Promise((resolve) => { child.onMessage(resolve); });
  expect(env).toMatchObject({ TANDEM_TEST_OTHER: 'kept' });
  expect(JSON.stringify(env)).not.toContain(key);
});

it.skipIf(process.platform === 'win32')('no pip is given a key', async () => {
  const told = path.join(folder, 'told');
  fs.writeFileSync(path.join(folder, 'pip3'), `#!/bin/sh\nenv > '${told}'\n`, { mode: 0o755 });
  expect(await findPip({ ...process.env, PATH: `${folder}${path.delimiter}${process.env['PATH'] ?? ''}` }, new AbortController().signal)).toEqual(['pip3']);
  expect(fs.readFileSync(told, 'utf8')).toContain('TANDEM_TEST_OTHER=kept');
  expect(fs.readFileSync(told, 'utf8')).not.toContain(key);
});
