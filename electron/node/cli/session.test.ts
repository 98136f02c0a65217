import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import type { TandemService } from '../runs/createService.ts';
import type { TandemHost } from '../runs/openTandem.ts';
import { lockFolder } from '../runs/store/folderLock.ts';
import { openSession } from './session.ts';

// Without models and engines; it holds its folder as the real one does.
vi.mock(import('../runs/openTandem.ts'), () => ({
  openTandem: ({ paths }: TandemHost): Promise<TandemService> => {
    const lock = lockFolder(paths.home);
    return Promise.resolve({
      call: () => Promise.reject(new Error('nothing is asked here')), subscribe: () => () => undefined,
      close: () => {
        lock.release();
        return Promise.reject(new Error('the engine did not end'));
      },
    });
  },
}));

it('forgets a question that was asked beside an open app, also where the end goes wrong', async () => {
  const temporary = fs.mkdtempSync(path.join(os.tmpdir(), 'tandem-session-'));
  const home = path.join(temporary, 'home');
  fs.mkdirSync(home);
  for (const name of ['TMPDIR', 'TEMP']) vi.stubEnv(name, temporary);
  vi.stubEnv('TANDEM_HOME', home);
  const lock = lockFolder(home);
  onTestFinished(() => {
    lock.release();
    vi.unstubAllEnvs();
  });
  const asides = () => fs.readdirSync(temporary).filter((name) => name.startsWith('tandem-ask-'));
  const session = await openSession((saved) => saved, () => undefined);
  expect([session.isAside, asides().length]).toEqual([true, 1]);
  await expect(session.close()).rejects.toThrow('did not end');
  expect(asides()).toEqual([]);
});
