import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { findElectron } from './electronBinary.mjs';

const folders: string[] = [];
afterEach(() => {
  vi.unstubAllEnvs();
  for (const folder of folders.splice(0)) fs.rmSync(folder, { recursive: true });
});

describe.runIf(process.platform === 'linux')('whether a window can be opened', () => {
  it('says in words that there is no display, and looks for nothing then', async () => {
    vi.stubEnv('DISPLAY', '');
    vi.stubEnv('WAYLAND_DISPLAY', '');
    expect(await findElectron()).toEqual({ why: 'there is no display' });
  });

  it('takes the Electron that it is told to take', async () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tandem-electron-'));
    folders.push(folder);
    vi.stubEnv('DISPLAY', ':99');
    vi.stubEnv('ELECTRON_OVERRIDE_DIST_PATH', folder);
    expect(await findElectron()).toEqual({ why: 'ELECTRON_OVERRIDE_DIST_PATH names a folder without Electron' });
    fs.writeFileSync(path.join(folder, 'electron'), '');
    expect(await findElectron()).toEqual({ electron: path.join(folder, 'electron') });
  });
});
