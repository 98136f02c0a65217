import path from 'node:path';
import Database from 'better-sqlite3';
import { TandemError } from '../../../../shared/errors.ts';
import { asStoreError, isBusy } from './storeErrors.ts';

export interface FolderLock { release(): void }

/**
 * One instance per folder. The lock is SQLite's own lock on an empty file, so the operating system gives it back
 * the moment its holder dies, however it dies: there is no stale lock to wait for or to guess about.
 */
export function lockFolder(folder: string, { file = 'tandem.lock', busyWords = dataIsOpen }: { readonly file?: string; readonly busyWords?: string } = {}): FolderLock {
  try {
    const holder = new Database(path.join(folder, file), { timeout: 0 });
    try {
      // Nothing is ever written, so no journal need lie beside the file.
      holder.pragma('journal_mode = MEMORY');
      holder.exec('BEGIN EXCLUSIVE');
    } catch (error) {
      holder.close();
      throw error;
    }
    return { release: () => { if (holder.open) holder.close(); } };
  } catch (error) {
    if (isBusy(error)) {
      throw new TandemError('storeBusy', busyWords, { cause: error });
    }
    throw asStoreError(error);
  }
}

const dataIsOpen = 'Tandem is already open with this data. Nothing was changed; use the window or page that is open, or close it first.';
