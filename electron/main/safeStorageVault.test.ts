import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { silentLog } from '../node/log.ts';
import { temporaryHome } from '../node/runs/testing/testService.ts';
import { safeStorageVault } from './safeStorageVault.ts';

const key = 'sk-test-0123456789-WXYZ';
type Backend = 'basic_text' | 'gnome_libsecret';

function vaultIn(home: string, backend: Backend = 'gnome_libsecret', options: { readonly available?: boolean; readonly mask?: number } = {}) {
  const mask = options.mask ?? 0x5a;
  const flip = (bytes: Buffer) => Buffer.from(bytes.map((byte) => byte ^ mask));
  return safeStorageVault({
    isAsyncEncryptionAvailable: () => Promise.resolve(options.available ?? true),
    encryptStringAsync: (text) => Promise.resolve(flip(Buffer.from(`ok:${text}`))),
    decryptStringAsync: (bytes) => {
      const text = flip(bytes).toString();
      return text.startsWith('ok:') ? Promise.resolve({ shouldReEncrypt: false, result: text.slice(3) }) : Promise.reject(new Error('cannot decrypt'));
    },
    getSelectedStorageBackend: () => backend,
  }, home, silentLog, 'linux');
}

describe('the key vault', () => {
  it('keeps the key encrypted, readable by its owner only, and clears it', async () => {
    const home = temporaryHome();
    const file = path.join(home, 'expert-key.json');
    expect(await vaultIn(home).save('place', key, false)).toBe('keychain');
    expect(fs.readFileSync(file, 'utf8')).not.toContain(key);
    expect(fs.statSync(file).mode & 0o077).toBe(0);
    expect(await vaultIn(home).load()).toEqual({ place: 'place', key, kept: 'keychain' });
    await vaultIn(home).clear();
    expect(await vaultIn(home).load()).toBeNull();
    expect(fs.existsSync(file)).toBe(false);
  });

  it('keeps nothing on disk without a keychain, unless the user agrees', async () => {
    const home = temporaryHome();
    await vaultIn(home).save('place', 'an-older-key-1234', false);
    expect(await vaultIn(home, 'basic_text').save('place', key, false)).toBeNull();
    expect(fs.readdirSync(home)).toEqual([]);
    expect(await vaultIn(home, 'basic_text').save('place', key, true)).toBe('file');
    expect(await vaultIn(home, 'basic_text').load()).toEqual({ place: 'place', key, kept: 'file' });
  });

  it('keeps nothing where nothing can be encrypted, whatever the user says', async () => {
    const home = temporaryHome();
    expect(await vaultIn(home, 'basic_text', { available: false }).save('place', key, true)).toBeNull();
    expect(fs.readdirSync(home)).toEqual([]);
  });

  it.each(['', '{', '{"place":"h","encrypted":"not base64!"}', '{"place":"h","encrypted":"AAAA"}'])('treats what cannot be read as no key: %s', async (text) => {
    const home = temporaryHome();
    fs.writeFileSync(path.join(home, 'expert-key.json'), text);
    expect(await vaultIn(home).load()).toBeNull();
  });
});
