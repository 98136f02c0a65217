import path from 'node:path';
import {
  getLlama, InsufficientMemoryError, LlamaLogLevel, NoBinaryFoundError,
  type Llama, type LlamaContext, type LlamaContextSequence, type LlamaModel,
} from 'node-llama-cpp';
import { TandemError } from '../../../../shared/errors.ts';
import type { GpuChoice } from '../api.ts';
import type { Loaded, OpenRequest } from '../protocol.ts';
import { checkAdapter } from '../../models/adapters/checkAdapter.ts';
import { chatForm, type ChatForm } from './chatPrompt.ts';
import { checkFile, damaged } from './checkFile.ts';
import { deviceLabel, usesGpu, type Placement } from './device.ts';
import { contextRange, threadsFor } from './limits.ts';

/** A model in memory, with everything that belongs to it. */
export interface LoadedModel {
  readonly loaded: Loaded;
  readonly model: LlamaModel;
  readonly form: ChatForm;
  readonly sequences: readonly LlamaContextSequence[];
  readonly contextSize: number;
  /** Tokens evaluated at once while a prompt is read, so that an abort is noticed in between. */
  readonly chunk: number;
  dispose(): Promise<void>;
}

const checkpointMemory = 512 * 2 ** 20;

/** Checks and loads the model, on the GPU where that is asked for and possible. */
export async function loadModel(request: OpenRequest): Promise<LoadedModel> {
  const name = path.basename(request.modelPath);
  const info = await checkFile(request.modelPath);
  for (const adapter of request.adapters ?? []) await checkAdapter(info, adapter.path, name);
  const log: string[] = [];
  const llama = await startLlama(request.gpu, request.threads, log);
  try {
    const model = await loadWeights(llama, request, name, log);
    const context = await makeContext(model, request, name);
    const placement: Placement = {
      gpu: llama.gpu, deviceNames: llama.gpu === false ? [] : await llama.getGpuDeviceNames(),
      gpuLayers: model.gpuLayers, totalLayers: model.fileInsights.totalLayers,
    };
    const onGpu = usesGpu(placement);
    return {
      model,
      form: chatForm(model),
      sequences: Array.from({ length: request.sequences }, () => context.getSequence({ checkpoints: { max: 32, interval: false, maxMemory: checkpointMemory } })),
      contextSize: context.contextSize,
      chunk: onGpu ? 512 : 64,
      loaded: { device: deviceLabel(placement), usesGpu: onGpu, contextSize: context.contextSize, parameters: model.fileInsights.totalParameters },
      dispose: () => llama.dispose(),
    };
  } catch (error) {
    await llama.dispose();
    throw error;
  }
}

async function startLlama(gpu: GpuChoice, threads: number, log: string[]): Promise<Llama> {
  const start = (choice: 'auto' | 'cuda' | 'vulkan' | 'metal' | false): Promise<Llama> => getLlama({
    gpu: choice, build: 'never', skipDownload: true, progressLogs: false, maxThreads: threads,
    logLevel: LlamaLogLevel.error, logger: (_level, message) => { if (log.length < 200) log.push(message); },
  });
  const llama = await start(gpu === 'cpu' ? false : gpu).catch((error: unknown) => {
    if (gpu === 'cpu' || !(error instanceof NoBinaryFoundError)) throw error;
    return start(false);
  });
  llama.maxThreads = threadsFor(threads, llama.cpuMathCores);
  if (llama.gpu === false || (await llama.getGpuDeviceNames()).length > 0) return llama;
  // A backend without a device computes on the CPU, and slower than the CPU's own build.
  await llama.dispose();
  return startLlama('cpu', threads, log);
}

async function loadWeights(llama: Llama, request: OpenRequest, name: string, log: readonly string[]): Promise<LlamaModel> {
  try {
    return await llama.loadModel({
      modelPath: request.modelPath,
      defaultContextSwaFullCache: true,
      ...(llama.gpu === false ? { gpuLayers: 0 } : { gpuLayers: { fitContext: { contextSize: request.contextSize } } }),
    });
  } catch (cause) {
    throw loadError(cause, name, log);
  }
}

function loadError(cause: unknown, name: string, log: readonly string[]): TandemError {
  const words = `${log.join('\n')}\n${cause instanceof Error ? cause.message : ''}`;
  const architecture = /unknown (?:model )?architecture:? *'?"?([\w.-]*)/i.exec(words)?.[1];
  if (architecture !== undefined || /unsupported/i.test(words)) {
    return new TandemError('modelUnsupported', `The model "${name}"${architecture ? ` (architecture "${architecture}")` : ''} is of a kind that this version's llama.cpp does not know. Nothing was changed; choose another model.`, { cause });
  }
  if (cause instanceof InsufficientMemoryError || /failed to allocate|out of memory|insufficient memory/i.test(words)) return tooLarge(name, cause);
  return damaged(name, 'llama.cpp could not load it', cause);
}

async function makeContext(model: LlamaModel, request: OpenRequest, name: string): Promise<LlamaContext> {
  try {
    return await model.createContext({
      sequences: request.sequences,
      contextSize: contextRange(request.contextSize, model.trainContextSize),
      swaFullCache: true,
      ...(request.adapters === undefined || request.adapters.length === 0 ? {} : { lora: { adapters: request.adapters.map((adapter) => ({ filePath: adapter.path, scale: adapter.scale })) } }),
    });
  } catch (cause) {
    if (/lora/i.test(cause instanceof Error ? cause.message : '')) throw new TandemError('modelUnsupported', `llama.cpp could not put the adapter on the model "${name}". Nothing was loaded; remove the adapter, or choose another model.`, { cause });
    throw tooLarge(name, cause);
  }
}

function tooLarge(name: string, cause: unknown): TandemError {
  return new TandemError('modelTooLarge', `There is not enough free memory for the model "${name}". Nothing was loaded; close other programs or choose a smaller model.`, { cause });
}
