import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { lockFolder } from '../runs/store/folderLock.ts';
import { forgetStaleAsides, makeAsideFolder } from './asideFolder.ts';

const temporary = fs.mkdtempSync(path.join(os.tmpdir(), 'tandem-aside-'));
beforeEach(() => { vi.stubEnv('TMPDIR', temporary); });
afterEach(() => { vi.unstubAllEnvs(); });

/** A process that has ended. */
const goneProcess = () => spawnSync(process.execPath, ['--version']).pid;
const put = (name: string): string => {
  const folder = path.join(temporary, name);
  fs.mkdirSync(folder);
  fs.writeFileSync(path.join(folder, 'tandem.db'), 'a question');
  return folder;
};

it.skipIf(process.platform === 'win32')('forgets what a killed process left, and nothing of a living one, of one that cannot be seen, or of another name', () => {
  const gone = goneProcess();
  const own = makeAsideFolder();
  expect(path.dirname(own)).toBe(temporary);
  const [stale, held, foreign] = [put(`tandem-ask-${gone}-abcdef`), put(`tandem-ask-${gone}-ghijkl`), put('tandem-ask-notes')];
  fs.symlinkSync(foreign, path.join(temporary, `tandem-ask-${gone}-mnopqr`));
  const lock = lockFolder(held);
  forgetStaleAsides();
  lock.release();
  expect([own, stale, held, foreign].map((folder) => fs.existsSync(folder))).toEqual([true, false, true, true]);
  expect(fs.readFileSync(path.join(foreign, 'tandem.db'), 'utf8')).toBe('a question');
});
