import fs from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { lockFolder } from '../node/runs/store/folderLock.ts';
import { temporaryHome } from '../node/runs/testing/testService.ts';

const seen = vi.hoisted(() => ({ calls: [] as string[], isReady: false, windows: [] as { webPreferences: Record<string, unknown> }[], quit: undefined as undefined | ((event: { preventDefault(): void }) => void) }));

vi.mock('electron', async () => {
  const { EventEmitter } = await import('node:events');
  const note = (name: string) => (..._args: unknown[]) => { seen.calls.push(name); };
  const app = Object.assign(new EventEmitter(), {
    setPath: note('setPath'), enableSandbox: note('enableSandbox'), getVersion: () => '0.0.0-test', quit: note('quit'),
    exit: () => {
      seen.calls.push('exit');
      // Before it is ready, Electron ends the process on the spot.
      if (!seen.isReady) throw new Error('the process has ended');
    },
    requestSingleInstanceLock: () => { seen.calls.push('lock'); return true; },
    whenReady: () => {
      seen.calls.push('whenReady');
      return new Promise<void>((resolve) => {
        setImmediate(() => {
          seen.isReady = true;
          resolve();
        });
      });
    },
  });
  class BrowserWindow extends EventEmitter {
    static getAllWindows() { return []; }
    constructor(options: { webPreferences: Record<string, unknown> }) {
      super();
      seen.windows.push(options);
    }
    loadURL(url: string) { seen.calls.push(`loadURL ${url}`); return Promise.resolve(); }
    show() { seen.calls.push('show'); }
  }
  return {
    app, BrowserWindow, dialog: { showErrorBox: (_title: string, words: string) => { seen.calls.push(`error ${words}`); } }, ipcMain: new EventEmitter(),
    Menu: { buildFromTemplate: () => ({}), setApplicationMenu: note('menu') },
    protocol: { registerSchemesAsPrivileged: note('scheme'), handle: note('handle') },
    safeStorage: {}, shell: {}, utilityProcess: {},
    session: { defaultSession: { setPermissionRequestHandler: note('permissionRequest'), setPermissionCheckHandler: note('permissionCheck'), setDevicePermissionHandler: note('devicePermission') } },
  };
});

beforeEach(() => {
  vi.resetModules();
  seen.calls.length = 0;
  seen.isReady = false;
  seen.windows.length = 0;
});
afterEach(() => vi.unstubAllEnvs());

describe('the main process', () => {
  it('is safe before it is ready, opens one sandboxed window on its own origin, and closes the service before it ends', async () => {
    const home = temporaryHome();
    fs.writeFileSync(path.join(home, 'settings.json'), JSON.stringify({ localModel: '/nowhere/model.gguf' }));
    vi.stubEnv('TANDEM_HOME', home);
    await import('./main.ts');
    await vi.waitFor(() => expect(seen.calls).toContain('loadURL app://tandem/'));

    const before = (call: string) => seen.calls.slice(0, seen.calls.indexOf(call));
    expect(before('whenReady')).toEqual(expect.arrayContaining(['enableSandbox', 'scheme', 'setPath', 'lock']));
    expect(before('loadURL app://tandem/')).toEqual(expect.arrayContaining(['permissionRequest', 'permissionCheck', 'devicePermission', 'handle']));
    expect(seen.windows).toHaveLength(1);
    const { preload, ...preferences } = seen.windows[0]?.webPreferences ?? {};
    expect(preload).toMatch(/preload\.cjs$/);
    expect(preferences).toEqual({ contextIsolation: true, sandbox: true, nodeIntegration: false, webviewTag: false, spellcheck: false });

    const { app } = await import('electron');
    await vi.waitFor(() => expect(fs.existsSync(path.join(home, 'tandem.db-wal'))).toBe(true));
    let prevented = false;
    app.emit('will-quit', { preventDefault: () => { prevented = true; } });
    expect(prevented).toBe(true);
    await vi.waitFor(() => expect(seen.calls).toContain('exit'));
    // SQLite removes the write-ahead log when the last connection is closed in order.
    expect(fs.existsSync(path.join(home, 'tandem.db-wal'))).toBe(false);
    expect(seen.calls.filter((call) => call.startsWith('error'))).toEqual([]);
  });

  /** What the person is told, and with it the end of the process. */
  const toldAtTheEnd = async () => {
    await vi.waitFor(() => expect(seen.calls).toContain('exit'));
    return seen.calls[seen.calls.indexOf('exit') - 1];
  };

  it('says in a sentence that it may not write in the data folder, and ends before it has a window', async () => {
    const file = path.join(temporaryHome(), 'a file');
    fs.writeFileSync(file, 'where the data folder should be made');
    vi.stubEnv('TANDEM_HOME', path.join(file, 'Tandem'));
    await expect(import('./main.ts')).rejects.toThrow('the process has ended');
    expect(await toldAtTheEnd()).toBe('error Tandem may not write in its data folder. Nothing was changed; give yourself write permission there, or set TANDEM_HOME to another folder.');
    expect(seen.calls).not.toContain('whenReady');
  });

  it('says in a sentence that a page or the terminal holds the same data, and ends', async () => {
    const home = temporaryHome();
    const lock = lockFolder(home);
    vi.stubEnv('TANDEM_HOME', home);
    await import('./main.ts');
    expect(await toldAtTheEnd()).toMatch(/^error Tandem is already open with this data\. Nothing was changed; /);
    lock.release();
  });
});
