import fs from 'node:fs';

/**
 * Makes the data folder if need be, for its owner alone: chats are nobody else's business, also on a machine with
 * several users. A download or a fit may have made it before, open to all.
 */
export function privateFolder(folder: string): void {
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (process.platform === 'win32') return;
  const { uid, mode } = fs.statSync(folder);
  const isShared = (mode & 0o1000) !== 0;
  if (uid !== process.getuid?.() || isShared || (mode & 0o077) === 0) return;
  try {
    fs.chmodSync(folder, mode & 0o7700);
  } catch {
    // A disk without owners and permissions.
  }
}
