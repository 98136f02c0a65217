import path from 'node:path';
import { tandemPaths } from '../../paths.ts';
import type { Engine, EngineOptions } from '../api.ts';
import { forkHost } from '../forkHost.ts';
import { createComputeLease } from '../lease.ts';
import { openEngine } from '../openEngine.ts';

/** Real weights for tests, as `npm test` puts them there. */
export const realModels = {
  smallest: 'SmolLM2-135M-Instruct.Q4_1.gguf',
  starter: 'qwen2.5-coder-0.5b-instruct-q4_k_m.gguf',
} as const;

export function modelFile(name: keyof typeof realModels): string {
  return path.join(tandemPaths().models, realModels[name]);
}

/** Opens real weights on the CPU, unless told otherwise. */
export function openReal(name: keyof typeof realModels, more: Partial<EngineOptions> = {}): Promise<Engine> {
  return openEngine({
    host: forkHost(), modelPath: modelFile(name), card: { id: name, name: realModels[name] }, gpu: 'cpu', sequences: 1, contextSize: 2048,
    lease: createComputeLease(), ...more,
  });
}
