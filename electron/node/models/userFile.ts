import { createHash } from 'node:crypto';
import fs from 'node:fs/promises';
import path from 'node:path';
import { TandemError } from '../../../shared/errors.ts';
import { knownHash } from './checkedMark.ts';
import type { LocalFile } from './modelStore.ts';

/**
 * A GGUF that the user named by its path: looked at just enough to say in words what is wrong with it, and read through
 * once to know it again.
 * @param folder `tandemPaths().models`; what is remembered of the file is kept there and not beside it
 */
export async function openUserFile(given: string, folder: string, note: (words: string) => void): Promise<LocalFile> {
  if (!given.includes('/') && !given.includes(path.sep) && !given.endsWith('.gguf')) {
    throw new TandemError('modelMissing', `There is no model "${given}". Choose one of the lists under Settings, Local model or Expert (in a terminal: npm run tandem -- models list), or give the path of a .gguf file.`);
  }
  const file = path.resolve(given);
  const name = path.basename(file);
  const stat = await fs.stat(file).catch(() => undefined);
  if (!stat) throw new TandemError('modelMissing', `The model file ${name} is not there any more. Choose it again, or another model.`);
  if (!stat.isFile()) throw new TandemError('modelDamaged', `${name} is no file. Choose a .gguf file.`);
  const magic = await firstBytes(file, 4).catch((cause: unknown) => {
    throw new TandemError('notPermitted', `Tandem may not read ${name}. Allow it and try again.`, { cause });
  });
  if (magic !== 'GGUF') throw new TandemError('modelDamaged', `${name} is no GGUF model (it does not begin with "GGUF"). Choose another file.`);
  const mark = path.join(folder, 'own-files', `${createHash('sha256').update(file).digest('hex').slice(0, 32)}.checked`);
  const sha256 = await knownHash(file, () => { note(readingWords(name)); }, mark).catch((cause: unknown) => {
    throw new TandemError('notPermitted', `${name} could not be read to its end, so it was not opened. Look whether its disk is still there, and try again.`, { cause });
  });
  return { path: file, id: name, name: name.replace(/\.gguf$/i, ''), sha256 };
}

/** Said while a file of several gigabytes is read, which takes seconds. */
export const readingWords = (name: string) => `Reading ${name} once, to know it again …`;

async function firstBytes(file: string, count: number): Promise<string> {
  const handle = await fs.open(file, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(count), 0, count, 0);
    return buffer.subarray(0, bytesRead).toString('latin1');
  } finally {
    await handle.close();
  }
}
