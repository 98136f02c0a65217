import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import type { SafeStorage } from 'electron';
import { app } from './app/app.ts';
import { isReady } from './app/lifecycle.ts';
import { strict } from './notImplemented.ts';

type Backend = ReturnType<SafeStorage['getSelectedStorageBackend']>;
const backends: readonly Backend[] = ['basic_text', 'gnome_libsecret', 'kwallet', 'kwallet5', 'kwallet6', 'unknown'];

/**
 * Encrypts, so that a stored secret cannot be found as plain text, with a key that survives a restart on the same data
 * folder. It proves nothing about the system's keychain: that needs the real binary. `STANDIN_BACKEND` names the backend.
 */
class StandinSafeStorage implements Pick<SafeStorage, 'isAsyncEncryptionAvailable' | 'encryptStringAsync' | 'decryptStringAsync' | 'getSelectedStorageBackend'> {
  getSelectedStorageBackend(): Backend {
    return backends.find((backend) => backend === process.env['STANDIN_BACKEND']) ?? 'basic_text';
  }

  isAsyncEncryptionAvailable(): Promise<boolean> {
    return Promise.resolve(isReady());
  }

  encryptStringAsync(plainText: string): Promise<Buffer> {
    const iv = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', keyOfFolder(), iv);
    const body = Buffer.concat([cipher.update(plainText, 'utf8'), cipher.final()]);
    return Promise.resolve(Buffer.concat([iv, cipher.getAuthTag(), body]));
  }

  async decryptStringAsync(encrypted: Buffer): Promise<{ shouldReEncrypt: boolean; result: string }> {
    const decipher = createDecipheriv('aes-256-gcm', keyOfFolder(), encrypted.subarray(0, 12));
    decipher.setAuthTag(encrypted.subarray(12, 28));
    const result = Buffer.concat([decipher.update(encrypted.subarray(28)), decipher.final()]).toString('utf8');
    return Promise.resolve({ shouldReEncrypt: false, result });
  }
}
export const safeStorage = strict('safeStorage', new StandinSafeStorage());

function keyOfFolder(): Buffer {
  if (!isReady()) throw new Error('safeStorage cannot be used before app is ready');
  return createHash('sha256').update(`stand-in keychain of ${app.getPath('userData')}`).digest();
}
