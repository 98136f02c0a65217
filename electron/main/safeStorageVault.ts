import fs from 'node:fs/promises';
import path from 'node:path';
import type { SafeStorage } from 'electron';
import writeFileAtomic from 'write-file-atomic';
import { z } from 'zod';
import type { Log } from '../node/log.ts';
import type { KeyVault } from '../node/settings/secrets.ts';

const fileSchema = z.object({ place: z.string(), encrypted: z.base64() });
type SafeStorageParts = Pick<SafeStorage, 'isAsyncEncryptionAvailable' | 'encryptStringAsync' | 'decryptStringAsync' | 'getSelectedStorageBackend'>;

/**
 * Keeps the expert's key encrypted by the system's keychain, in a file of its own. On a Linux desktop without a
 * keychain ("basic_text") the encryption protects nothing, so the key is kept only if the user agrees to that.
 */
export function safeStorageVault(safeStorage: SafeStorageParts, home: string, log: Log, platform: NodeJS.Platform = process.platform): KeyVault {
  const file = path.join(home, 'expert-key.json');
  const hasKeychain = async () => await safeStorage.isAsyncEncryptionAvailable()
    && (platform !== 'linux' || !['basic_text', 'unknown'].includes(safeStorage.getSelectedStorageBackend()));

  /** Without a keychain the file's encryption protects nothing. */
  const howKept = async () => (await hasKeychain() ? 'keychain' : 'file');

  const save = async (place: string, key: string) => {
    const encrypted = (await safeStorage.encryptStringAsync(key)).toString('base64');
    await writeFileAtomic(file, JSON.stringify({ place, encrypted }), { mode: 0o600 });
  };

  return {
    load: async () => {
      try {
        const { place, encrypted } = fileSchema.parse(JSON.parse(await fs.readFile(file, 'utf8')));
        const { result, shouldReEncrypt } = await safeStorage.decryptStringAsync(Buffer.from(encrypted, 'base64'));
        if (shouldReEncrypt) await save(place, result);
        return { place, key: result, kept: await howKept() };
      } catch (error) {
        if (!isMissing(error)) log.error('the stored key could not be read', error);
        return null;
      }
    },
    save: async (place, key, keepWithoutKeychain) => {
      try {
        if (!await hasKeychain() && !(keepWithoutKeychain && await safeStorage.isAsyncEncryptionAvailable())) {
          await fs.rm(file, { force: true });
          return null;
        }
        await save(place, key);
        return await howKept();
      } catch (error) {
        log.error('the key could not be stored', error);
        return null;
      }
    },
    clear: () => fs.rm(file, { force: true }),
  };
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
