import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const folders = ['../main', '../preload'].map((folder) => path.join(import.meta.dirname, folder));
const sources = folders.flatMap((folder) => fs.readdirSync(folder).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts')).map((name) => ({
  name, text: fs.readFileSync(path.join(folder, name), 'utf8'),
})));

/** Files whose text matches, so that a failure names them. */
const filesWith = (pattern: RegExp) => sources.filter(({ text }) => pattern.test(text)).map(({ name }) => name);

describe('what the sources of main and preload may say', () => {
  it('never switches off what protects the page', () => {
    expect(sources.length).toBeGreaterThan(8);
    expect(filesWith(/webSecurity|allowRunningInsecureContent|experimentalFeatures|enableBlinkFeatures|nodeIntegrationIn|--no-sandbox|disable-web-security/)).toEqual([]);
    expect(filesWith(/nodeIntegration:\s*true|contextIsolation:\s*false|sandbox:\s*false|webviewTag:\s*true/)).toEqual([]);
  });

  it('loads no remote and no file content', () => {
    expect(filesWith(/loadFile|file:\/\/(?!`)|loadURL\((?!`\$\{appOrigin\}\/`\))/).filter((name) => name !== 'appScheme.ts')).toEqual([]);
  });

  it('listens to pages in one place and opens links in one place', () => {
    expect(filesWith(/ipcMain\.(on|handle|once|handleOnce)\(|\.ipc\./)).toEqual(['fromApp.ts']);
    expect(filesWith(/openExternal\(/)).toEqual(['guards.ts']);
  });

  it('uses the asynchronous methods of safeStorage only', () => {
    expect(filesWith(/\b(encryptString|decryptString|isEncryptionAvailable)\(/)).toEqual([]);
  });

  it('never hands ipcRenderer or its events to the page', () => {
    expect(filesWith(/exposeInMainWorld/)).toEqual(['preload.ts']);
    expect(filesWith(/exposeInMainWorld\([^)]*ipcRenderer/)).toEqual([]);
  });
});
