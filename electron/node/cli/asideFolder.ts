import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { lockFolder } from '../runs/store/folderLock.ts';

const name = /^tandem-ask-(\d+)-\w+$/;

/** A data folder for one question asked beside an open app; named after its process, so that a later one can tell whether it is still at work. */
export function makeAsideFolder(): string {
  return fs.mkdtempSync(path.join(os.tmpdir(), `tandem-ask-${process.pid}-`));
}

/** Forgets questions whose process was killed before it could. No question fails for that. */
export function forgetStaleAsides(): void {
  for (const { folder, pid } of asides()) {
    if (isAlive(pid)) continue;
    try {
      if (process.getuid !== undefined && fs.statSync(folder).uid !== process.getuid()) continue;
      // A process that cannot be seen from here, in a container, still holds its lock.
      lockFolder(folder).release();
      fs.rmSync(folder, { recursive: true, force: true });
    } catch {
      // Held, or gone meanwhile.
    }
  }
}

function asides(): readonly { readonly folder: string; readonly pid: number }[] {
  try {
    return fs.readdirSync(os.tmpdir(), { withFileTypes: true }).flatMap((entry) => {
      const pid = name.exec(entry.name)?.[1];
      return pid === undefined || !entry.isDirectory() ? [] : [{ folder: path.join(os.tmpdir(), entry.name), pid: Number(pid) }];
    });
  } catch {
    return [];
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH');
  }
}
