import fs from 'node:fs';
import { lockFolder } from '../runs/store/folderLock.ts';

/** Stays behind, empty: deleted, it might be taken from one who has just locked it, and the next one would lock another file. */
const file = '.lock';

/**
 * Does work that writes to a folder, once at a time: two exams in one folder would write each chain twice, and a fit
 * would count it twice.
 */
export async function alone<T>(folder: string, work: () => Promise<T>): Promise<T> {
  // Results may be shown to others; only the app's own data folder is made private.
  fs.mkdirSync(folder, { recursive: true });
  const lock = lockFolder(folder, { file, busyWords: `Another command is writing to ${folder}. Nothing was changed there; wait for it, stop it, or name another folder with --out.` });
  try {
    return await work();
  } finally {
    lock.release();
  }
}
