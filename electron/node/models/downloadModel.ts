import fs from 'node:fs/promises';
import path from 'node:path';
import { isAbort, TandemError } from '../../../shared/errors.ts';
import type { CatalogEntry } from './catalog.ts';
import { markOf, readCheckedMark, writeCheckedMark } from './checkedMark.ts';
import { explainFileError } from './fileErrors.ts';
import { gigabytes } from './hardware.ts';
import { hashFile } from './hashFile.ts';
import { lockModel } from './modelLock.ts';
import { openPartialFile } from './partialFile.ts';
import { SourceFailure, type Announced, type ModelSource } from './sources/source.ts';

export type DownloadEvent =
  | { readonly type: 'received'; readonly receivedBytes: number; readonly totalBytes: number; readonly source: string }
  | { readonly type: 'checking' }
  /** One line for the log or the terminal, for example that a source was passed over. */
  | { readonly type: 'note'; readonly words: string };

export interface DownloadOptions {
  readonly entry: CatalogEntry;
  readonly folder: string;
  readonly sources: readonly ModelSource[];
  readonly tell: (event: DownloadEvent) => void;
  readonly signal: AbortSignal;
}

/**
 * Brings a model's file into the folder and returns its path. Everything that arrives goes into one partial file,
 * which the next try, from whatever source, goes on with. The real name appears only once the hash is right.
 */
export async function downloadModel(options: DownloadOptions): Promise<string> {
  const { entry, folder, tell } = options;
  const target = path.join(folder, entry.fileName);
  try {
    await fs.mkdir(folder, { recursive: true });
    let waiting = false;
    const lock = await lockModel(target, options.signal, () => {
      if (!waiting) tell({ type: 'note', words: `Another Tandem is already fetching ${entry.name}; waiting for it.` });
      waiting = true;
      void reportPartial(options, target);
    });
    try {
      return await withLock({ ...options, signal: AbortSignal.any([options.signal, lock.lost]) }, target);
    } finally {
      await lock.release();
    }
  } catch (error) {
    if (options.signal.aborted || isAbort(error)) throw new TandemError('cancelled', `The download of ${entry.name} was stopped. What came so far is kept and the next try goes on from there.`, { cause: error });
    throw explainFileError(error, folder, 'What came so far is kept.');
  }
}

async function withLock(options: DownloadOptions, target: string): Promise<string> {
  const { entry, tell, signal } = options;
  if (await isReady(entry, target, () => { tell({ type: 'checking' }); }, signal)) return target;
  await removeModelFile(target);
  await refuseIfDiskTooSmall(options, target);
  const failures: string[] = [];
  let mismatch = false;
  for (const source of options.sources) {
    try {
      await fetchFrom(source, options, target);
      return target;
    } catch (error) {
      if (error instanceof SourceFailure) {
        failures.push(`${source.name}: ${error.message}`);
        if (source !== options.sources.at(-1)) tell({ type: 'note', words: `${source.name} passed over: ${error.message}.` });
      } else if (error instanceof TandemError && error.kind === 'hashMismatch') {
        mismatch = true;
        tell({ type: 'note', words: error.message });
        failures.push(`${source.name}: wrong checksum`);
      } else throw error;
    }
  }
  const reasons = failures.length > 0 ? failures.join('; ') : 'TANDEM_MODEL_SOURCES leaves no source for it';
  if (mismatch) throw new TandemError('hashMismatch', `${entry.name} arrived with a wrong checksum and was deleted (${reasons}). Try again; if it happens again, the source is not to be trusted.`);
  throw new TandemError('downloadFailed', `${entry.name} could not be fetched (${reasons}). What came so far is kept. Check the connection and try again.`);
}

async function fetchFrom(source: ModelSource, { entry, tell, signal }: DownloadOptions, target: string): Promise<void> {
  const partialPath = partialOf(target);
  const partial = await openPartialFile(partialPath, signal);
  let announced: Announced;
  try {
    // An earlier try may have been cut off between its last byte and the renaming.
    const isWhole = entry.sha256 !== null && partial.digest() === entry.sha256;
    if (!isWhole && entry.sizeIsExact && partial.size >= entry.sizeBytes) await partial.truncate(0);
    announced = isWhole ? { sizeBytes: partial.size, sha256: null } : await source.fetchInto({
      entry, partial, signal,
      report: (receivedBytes, totalBytes) => { tell({ type: 'received', receivedBytes, totalBytes, source: source.name }); },
    });
  } catch (error) {
    await partial.close();
    throw error;
  }
  tell({ type: 'checking' });
  const sha256 = partial.digest();
  const expected = entry.sha256 ?? announced.sha256;
  await partial.finish();
  if (partial.size !== announced.sizeBytes || (expected !== null && sha256 !== expected)) {
    await fs.rm(partialPath, { force: true });
    throw new TandemError('hashMismatch', `${entry.name} from ${source.name} has a wrong checksum and was deleted.`);
  }
  if (expected === null) tell({ type: 'note', words: `The checksum of ${entry.name} is not known; only its size was checked.` });
  await fs.rename(partialPath, target);
  await writeCheckedMark(target, sha256);
}

/** Whether the file is there and is what the catalog says; reads it through at most once in its life. */
export async function isReady(entry: CatalogEntry, target: string, onChecking: () => void, signal?: AbortSignal): Promise<boolean> {
  const stat = await fs.stat(target).catch(() => undefined);
  if (!stat?.isFile() || (entry.sizeIsExact && stat.size !== entry.sizeBytes)) return false;
  if (entry.sha256 === null) return true;
  const known = await readCheckedMark(target);
  if (known !== undefined) return known === entry.sha256;
  onChecking();
  const sha256 = await hashFile(target, signal);
  if (sha256 === entry.sha256) await writeCheckedMark(target, sha256);
  return sha256 === entry.sha256;
}

export async function removeModelFile(target: string): Promise<void> {
  await fs.rm(target, { force: true });
  await fs.rm(markOf(target), { force: true });
}

export function partialOf(target: string): string {
  return `${target}.partial`;
}

/** Where one wheel lies at a time. */
export function stagingOf(target: string): string {
  return `${target}.staging`;
}

async function refuseIfDiskTooSmall({ entry, folder }: DownloadOptions, target: string): Promise<void> {
  const here = await fs.stat(partialOf(target)).then((stat) => stat.size, () => 0);
  const disk = await fs.statfs(folder);
  const free = disk.bavail * disk.bsize;
  const needed = entry.sizeBytes - here;
  if (free < needed) {
    throw new TandemError('diskFull', `${entry.name} needs ${gigabytes(needed)} more on the disk of ${folder}, where ${gigabytes(free)} are free. What came so far is kept. Free some space and try again.`);
  }
}

async function reportPartial({ entry, tell }: DownloadOptions, target: string): Promise<void> {
  const size = await fs.stat(partialOf(target)).then((stat) => stat.size, () => 0);
  tell({ type: 'received', receivedBytes: size, totalBytes: entry.sizeBytes, source: 'another Tandem' });
}
