import { SingleBar, Presets } from 'cli-progress';
import pc from 'picocolors';
import type { ModelInfo } from '../../../shared/contract/entities.ts';
import { createModelStore, type ModelStore } from '../models/modelStore.ts';
import { tandemPaths } from '../paths.ts';
import type { Surroundings } from './ask.ts';
import { exitCodes, type ExitCode } from './exitCodes.ts';
import type { Output } from './printRun.ts';

export function openModels(note: (words: string) => void): ModelStore {
  return createModelStore({ folder: tandemPaths().models, note });
}

export function listModels(store: ModelStore, out: Output): ExitCode {
  for (const model of store.list()) out.write(`${stateWord(model)}  ${model.id}\n            ${model.name}, ${(model.sizeBytes / 1e9).toFixed(2)} GB, ${model.licence}. ${model.fit.words}\n`);
  return exitCodes.answered;
}

function stateWord({ state }: ModelInfo): string {
  return state.state === 'ready' ? pc.green('here      ') : state.state === 'absent' ? pc.dim('not here  ') : pc.yellow(state.state.padEnd(10));
}

/** Downloads with a progress bar on standard error; Ctrl+C stops it, and what came is kept. */
export async function getModel(store: ModelStore, id: string, { out, signal }: Surroundings): Promise<ExitCode> {
  const bar = new SingleBar({ format: '{bar} {percentage} %  {mb} MB  {source}', hideCursor: true, stream: process.stderr, noTTYOutput: false }, Presets.shades_classic);
  let isStarted = false;
  try {
    const path = await store.get(id, (state) => {
      if (state.state !== 'downloading') return;
      const shown = { mb: Math.round(state.receivedBytes / 1e6), source: state.source };
      if (isStarted) bar.update(state.receivedBytes, shown);
      else bar.start(state.totalBytes, state.receivedBytes, shown);
      isStarted = true;
    }, signal);
    bar.stop();
    out.write(`${path}\n`);
    return exitCodes.answered;
  } finally {
    bar.stop();
  }
}

export async function removeModel(store: ModelStore, id: string, out: Output): Promise<ExitCode> {
  await store.remove(id);
  out.write(`${id} is no longer on this machine.\n`);
  return exitCodes.answered;
}

export async function checkModel(store: ModelStore, id: string, out: Output): Promise<ExitCode> {
  const { ok, words } = await store.check(id);
  out.write(`${words}\n`);
  return ok ? exitCodes.answered : exitCodes.noModel;
}
