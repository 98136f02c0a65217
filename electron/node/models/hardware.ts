import os from 'node:os';
import type { ModelInfo } from '../../../shared/contract/entities.ts';

/** What matters of this machine for running a model. */
export interface Hardware { readonly memoryBytes: number; readonly cores: number; readonly processor: string }

export function readHardware(): Hardware {
  return { memoryBytes: usableMemory(), cores: os.availableParallelism(), processor: os.cpus()[0]?.model.trim() ?? 'unknown processor' };
}

/** A container's limit counts, not the memory of the machine around it. */
function usableMemory(): number {
  const limit = process.constrainedMemory();
  return limit > 0 && limit < os.totalmem() ? limit : os.totalmem();
}

/** Context, compute buffers and the engine's process, beside the weights: a bound seen on 0.5B to 1.5B, kept wide for larger ones. */
function runningBytes(sizeBytes: number): number {
  return sizeBytes * 1.2 + 600e6;
}
/** Left to the system, the browser and the app itself. */
const systemBytes = 2.5e9;

/** Whether a model of this size runs well here, in words, before anything is downloaded. A GPU is not counted: it can only help. */
export function fitOf(sizeBytes: number, hardware: Hardware): ModelInfo['fit'] {
  const needs = runningBytes(sizeBytes);
  const has = hardware.memoryBytes;
  const numbers = `needs about ${gigabytes(needs)} of memory, this device has ${gigabytes(has)}`;
  if (needs > has) return { verdict: 'tooLarge', words: `Too large: it ${numbers}.` };
  if (needs + systemBytes > has) return { verdict: 'tight', words: `Tight: it ${numbers}; other programs may have to be closed.` };
  if (sizeBytes > hardware.cores * 1e9) {
    return { verdict: 'tight', words: `Fits into memory (it ${numbers}), but is slow on ${coresInWords(hardware.cores)} without a GPU.` };
  }
  return { verdict: 'good', words: `Fits: it ${numbers}.` };
}

function coresInWords(cores: number): string {
  return cores === 1 ? '1 core' : `${String(cores)} cores`;
}

export function gigabytes(bytes: number): string {
  return bytes < 1e9 ? `${(bytes / 1e6).toFixed(0)} MB` : `${(bytes / 1e9).toFixed(1)} GB`;
}
