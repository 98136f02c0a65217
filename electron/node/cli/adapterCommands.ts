import { TandemError } from '../../../shared/errors.ts';
import { openAdapterStore, type AdapterBase, type AdapterStore } from '../models/adapters/adapterStore.ts';
import { modelKey } from '../models/catalog.ts';
import type { ModelStore } from '../models/modelStore.ts';
import { tandemPaths } from '../paths.ts';
import { exitCodes, type ExitCode } from './exitCodes.ts';
import type { Output } from './printRun.ts';

export function openAdapters(note: (words: string) => void): AdapterStore {
  return openAdapterStore(tandemPaths().models, note);
}

/** Imports a LoRA adapter for one model; it is used from the model's next opening on. */
export async function addAdapter(models: ModelStore, adapters: AdapterStore, given: { readonly model: string; readonly file: string; readonly scale: string }, out: Output): Promise<ExitCode> {
  const scale = Number(given.scale);
  if (given.scale.trim() === '' || !(scale > 0 && scale <= 4)) throw new TandemError('badInput', `--scale takes a number above 0, at most 4, not "${given.scale.slice(0, 20)}".`);
  const base = await baseOf(models, given.model);
  const adapter = await adapters.add(base, given.file, scale);
  out.write(`The adapter "${adapter.name}" (LoRA of rank ${adapter.rank}, SHA-256 ${adapter.sha256.slice(0, 12)}…) now belongs to ${base.file.name}.\nWith it the model counts as another one: its gate is uncalibrated until it takes an exam, and HERA does not know it until it is profiled. "models adapter remove" makes it what it was.\n`);
  return exitCodes.answered;
}

export function listAdapters(adapters: AdapterStore, model: string | undefined, out: Output): ExitCode {
  const found = adapters.list(model === undefined ? undefined : modelKey(model));
  if (found.length === 0) out.write(model === undefined ? 'No model has an adapter.\n' : 'This model has no adapter.\n');
  for (const { model: of, name, scale, rank, architecture, sha256 } of found) out.write(`${name}\n            for ${of}; LoRA of rank ${rank} for ${architecture}, strength ${scale}, SHA-256 ${sha256}\n`);
  return exitCodes.answered;
}

export function removeAdapter(adapters: AdapterStore, model: string, name: string, out: Output): ExitCode {
  adapters.remove(modelKey(model), name);
  out.write(`The adapter "${name}" was removed; from its next opening on the model is as it was before.\n`);
  return exitCodes.answered;
}

/** The bare model, whatever adapters it has: they are checked against it and not against each other. */
async function baseOf(models: ModelStore, ref: string): Promise<AdapterBase> {
  const file = await models.openBare(ref);
  return { model: modelKey(ref), file };
}
