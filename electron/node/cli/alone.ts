import fs from 'node:fs';
import path from 'node:path';
import { lockFolder } from '../runs/store/folderLock.ts';

const file = 'running.lock';

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
    fs.rmSync(path.join(folder, file), { force: true });
  }
}
