import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { isAlive } from '../chromium/launch.ts';

/** What a second instance leaves for the first. */
interface Knock { readonly argv: string[]; readonly workingDirectory: string; readonly additionalData: unknown }

let held: { readonly folder: string; readonly watcher: fs.FSWatcher } | undefined;

/** One instance per userData folder. A lock whose holder was killed is taken over. */
export function requestLock(userData: string, additionalData: unknown, onSecond: (knock: Knock) => void): boolean {
  if (held) return true;
  const folder = path.join(os.tmpdir(), `standin-lock-${createHash('sha256').update(path.resolve(userData)).digest('hex').slice(0, 16)}`);
  fs.mkdirSync(folder, { recursive: true });
  const lock = path.join(folder, 'holder');
  if (!take(lock)) {
    const knock: Knock = { argv: process.argv, workingDirectory: process.cwd(), additionalData };
    const draft = path.join(folder, `${process.pid}.draft`);
    fs.writeFileSync(draft, JSON.stringify(knock));
    fs.renameSync(draft, path.join(folder, `${process.pid}.knock`));
    return false;
  }
  const watcher = fs.watch(folder, () => {
    for (const name of fs.readdirSync(folder).filter((file) => file.endsWith('.knock'))) {
      const file = path.join(folder, name);
      const text = fs.readFileSync(file, 'utf8');
      fs.rmSync(file);
      onSecond(JSON.parse(text) as Knock);
    }
  });
  watcher.unref();
  held = { folder, watcher };
  process.on('exit', releaseLock);
  return true;
}

export const hasLock = (): boolean => held !== undefined;

export function releaseLock(): void {
  if (!held) return;
  held.watcher.close();
  fs.rmSync(held.folder, { recursive: true, force: true });
  held = undefined;
}

function take(lock: string): boolean {
  const me = `${process.pid} ${startTime(process.pid)}`;
  try {
    fs.writeFileSync(lock, me, { flag: 'wx' });
    return true;
  } catch {
    const [pid = '0', started = ''] = fs.readFileSync(lock, 'utf8').split(' ');
    if (isAlive(Number(pid)) && startTime(Number(pid)) === started) return false;
    fs.writeFileSync(lock, me);
    return true;
  }
}

/** When the process started, so that another process with the same number is not taken for it. */
function startTime(pid: number): string {
  try {
    return fs.readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[19] ?? '';
  } catch {
    return '';
  }
}
