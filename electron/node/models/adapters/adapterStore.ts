import fs from 'node:fs';
import path from 'node:path';
import { TandemError } from '../../../../shared/errors.ts';
import { explainFileError } from '../fileErrors.ts';
import { hashFile } from '../hashFile.ts';
import type { LocalFile } from '../modelStore.ts';
import { identityOf, nameWith, openAdapterList, type Adapter } from './adapterList.ts';

/** LoRA adapters of the models on this device. All adapters of a model are used whenever it is opened. */
export interface AdapterStore {
  list(model?: string): readonly Adapter[];
  /** Checks the file against its model, and keeps a copy of it. Refuses with a sentence, and then nothing is changed. */
  add(model: AdapterBase, file: string, scale?: number): Promise<Adapter>;
  /** The model is its former self again. */
  remove(model: string, name: string): void;
  /** The model's file together with its adapters, under an identity of its own. Throws if an adapter is gone or was changed. */
  apply(model: string, file: LocalFile): Promise<LocalFile>;
  /** The hash that gates, calls and HERA's profiles of a model with its adapters are kept by. */
  identity(model: string, baseSha256: string): string;
}

/** A model as named in the list, and its file without adapters. */
export interface AdapterBase { readonly model: string; readonly file: LocalFile }

/** @param models `tandemPaths().models` */
export function openAdapterStore(models: string, note: (words: string) => void): AdapterStore {
  const folder = path.join(models, 'adapters');
  const list = openAdapterList(folder, note);
  const of = (model: string) => list.read().filter((adapter) => adapter.model === model);
  return {
    list: (model) => (model === undefined ? list.read() : of(model)),
    identity: (model, baseSha256) => identityOf(baseSha256, of(model)),
    add: async ({ model, file: base }, given, scale = 1) => {
      // Only here: llama.cpp's module is not to be loaded by whoever merely opens a model.
      const [{ readGgufFileInfo }, { checkAdapter }] = await Promise.all([import('node-llama-cpp'), import('./checkAdapter.ts')]);
      const source = path.resolve(given);
      const name = path.basename(source).replace(/\.gguf$/i, '');
      const info = await readGgufFileInfo(base.path, { sourceType: 'filesystem', logWarnings: false });
      const { architecture, rank } = await checkAdapter(info, source, base.name);
      const sha256 = await hashFile(source);
      const same = of(model).find((adapter) => adapter.name === name || adapter.sha256 === sha256);
      if (same) throw new TandemError('conflict', `${base.name} has the adapter "${same.name}" already. Nothing was changed; remove it first.`);
      const adapter: Adapter = {
        model, name, file: `${sha256}.gguf`, sha256, scale, architecture, rank,
        base: { sha256: base.sha256, sizeBytes: fs.statSync(base.path).size },
      };
      keepCopy(source, path.join(folder, adapter.file));
      list.write([...list.read(), adapter]);
      return adapter;
    },
    remove: (model, name) => {
      const all = list.read();
      const gone = all.find((adapter) => adapter.model === model && adapter.name === name);
      if (!gone) throw new TandemError('notFound', `This model has no adapter "${name.slice(0, 80)}". Nothing was changed; see "models adapter list".`);
      const rest = all.filter((adapter) => adapter !== gone);
      list.write(rest);
      // Another model may use the same file.
      if (!rest.some((adapter) => adapter.file === gone.file)) fs.rmSync(path.join(folder, gone.file), { force: true });
    },
    apply: async (model, file) => {
      const adapters = of(model);
      const [first] = adapters;
      if (!first) return file;
      if (fs.statSync(file.path).size !== first.base.sizeBytes) throw new TandemError('modelUnsupported', `${file.name} is not the file that its adapters were added to. It was not opened; remove the adapters and add those of this file.`);
      for (const adapter of adapters) await checkKept(path.join(folder, adapter.file), adapter, file.name);
      return {
        ...file, name: nameWith(file.name, adapters), sha256: identityOf(file.sha256, adapters), baseSha256: file.sha256,
        adapters: adapters.map((adapter) => ({ path: path.join(folder, adapter.file), scale: adapter.scale })),
      };
    },
  };
}

function keepCopy(source: string, target: string): void {
  try {
    fs.mkdirSync(path.dirname(target), { recursive: true });
    // A kill leaves a piece behind that nobody takes for the whole.
    fs.copyFileSync(source, `${target}.part`);
    fs.renameSync(`${target}.part`, target);
  } catch (error) {
    fs.rmSync(`${target}.part`, { force: true });
    throw explainFileError(error, path.dirname(target), 'The adapter was not added.');
  }
}

async function checkKept(kept: string, { name, sha256 }: Adapter, modelName: string): Promise<void> {
  const again = `Remove it with "models adapter remove" and add it again, or use ${modelName} without it.`;
  if (!fs.existsSync(kept)) throw new TandemError('modelMissing', `The adapter "${name}" of ${modelName} is gone, so the model was not opened. ${again}`);
  if (await hashFile(kept) !== sha256) throw new TandemError('hashMismatch', `The adapter "${name}" of ${modelName} was changed or is damaged, so the model was not opened. ${again}`);
}
