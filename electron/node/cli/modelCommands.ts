import { SingleBar, Presets } from 'cli-progress';
import pc from 'picocolors';
import type { ModelInfo, ModelState } from '../../../shared/contract/entities.ts';
import { createModelStore, type ModelStore } from '../models/modelStore.ts';
import { tandemPaths } from '../paths.ts';
import type { Surroundings } from './ask.ts';
import { exitCodes, type ExitCode } from './exitCodes.ts';
import { wantsColour, type Output } from './printRun.ts';
import { sayProgress } from './tellOfWaiting.ts';

export function openModels(note: (words: string) => void): ModelStore {
  return createModelStore({ folder: tandemPaths().models, note });
}

export function listModels(store: ModelStore, out: Output): ExitCode {
  for (const model of store.list()) out.write(`${stateWord(model, wantsColour(out))}  ${model.id}\n            ${model.name}, ${(model.sizeBytes / 1e9).toFixed(2)} GB, ${model.licence}. ${model.fit.words}\n`);
  return exitCodes.answered;
}

function stateWord({ state }: ModelInfo, hasColour: boolean): string {
  const colours = pc.createColors(hasColour);
  return state.state === 'ready' ? colours.green('here      ') : state.state === 'absent' ? colours.dim('not here  ') : colours.yellow(state.state.padEnd(10));
}

/**
 * Downloads with progress on standard error: a bar in a terminal, else a line for each tenth. Ctrl+C stops it, and what
 * came is kept.
 */
export async function getModel(store: ModelStore, id: string, { out, note, signal }: Surroundings, stream: NodeJS.WritableStream & { readonly isTTY?: boolean } = process.stderr): Promise<ExitCode> {
  const progress = stream.isTTY === true ? progressBar(stream) : progressLines(store.list().find((model) => model.id === id)?.name ?? id, note);
  try {
    const path = await store.get(id, progress.show, signal);
    progress.end();
    out.write(`${path}\n`);
    return exitCodes.answered;
  } finally {
    progress.end();
  }
}

interface Progress { show(state: ModelState): void; end(): void }

function progressBar(stream: NodeJS.WritableStream): Progress {
  const bar = new SingleBar({ format: '{bar} {percentage} %  {mb} MB  {source}', hideCursor: true, stream }, Presets.shades_classic);
  let isStarted = false;
  return {
    show: (state) => {
      if (state.state !== 'downloading') return;
      const shown = { mb: Math.round(state.receivedBytes / 1e6), source: state.source };
      if (isStarted) bar.update(state.receivedBytes, shown);
      else bar.start(state.totalBytes, state.receivedBytes, shown);
      isStarted = true;
    },
    end: () => bar.stop(),
  };
}

function progressLines(name: string, note: (words: string) => void): Progress {
  let last = '';
  return {
    show: (state) => {
      // Until a source answers there is nothing to tell.
      if (state.state === 'downloading' && state.source === '') return;
      sayProgress({ name, state }, (words) => {
        if (words !== last) note(words);
        last = words;
      });
    },
    end: () => undefined,
  };
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
