import { stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { readGgufFileInfo, type GgufFileInfo } from 'node-llama-cpp';
import { TandemError } from '../../../../shared/errors.ts';

/**
 * Looks at a model file before llama.cpp does, because llama.cpp says only that it could not load it.
 * @returns what the file says about itself
 */
export async function checkFile(modelPath: string, memory: number = totalMemory()): Promise<GgufFileInfo> {
  const name = path.basename(modelPath);
  const size = await fileSize(modelPath, name);
  const info = await readInfo(modelPath, name);
  const needed = requiredSize(info);
  // Split files: the first part's size says nothing about the whole, so only whole files are measured.
  if (info.splicedParts <= 1 && needed > size) throw damaged(name, `it ends after ${size} of ${needed} bytes`);
  if (needed > memory) {
    throw new TandemError('modelTooLarge', `The model "${name}" needs ${gibibytes(needed)} of memory and this machine has ${gibibytes(memory)}. Nothing was loaded; choose a smaller model.`);
  }
  return info;
}

/** Memory that this process may use: a container may be given less than the machine has. */
export function totalMemory(): number {
  const constrained = process.constrainedMemory();
  return constrained > 0 ? Math.min(os.totalmem(), constrained) : os.totalmem();
}

export function damaged(name: string, why: string, cause?: unknown): TandemError {
  return new TandemError('modelDamaged', `The model file "${name}" cannot be used: ${why}. It was left as it is; remove it and download it again.`, { cause });
}

async function fileSize(modelPath: string, name: string): Promise<number> {
  try {
    const found = await stat(modelPath);
    if (!found.isFile()) throw damaged(name, 'it is not a file');
    return found.size;
  } catch (cause) {
    if (cause instanceof TandemError) throw cause;
    throw new TandemError('modelMissing', `The model file "${name}" is not there or cannot be read. Download it, or choose another model.`, { cause });
  }
}

async function readInfo(modelPath: string, name: string): Promise<GgufFileInfo> {
  try {
    return await readGgufFileInfo(modelPath, { sourceType: 'filesystem', logWarnings: false });
  } catch (cause) {
    throw damaged(name, 'it is not a whole GGUF file', cause);
  }
}

/** Where the last tensor begins is the least that a whole file must hold. */
function requiredSize(info: GgufFileInfo): number {
  const start = info.infoEndOffset ?? 0;
  const tensors = info.fullTensorInfo ?? info.tensorInfo ?? [];
  return start + tensors.reduce((most, tensor) => Math.max(most, Number(tensor.offset)), 0) + 1;
}

function gibibytes(bytes: number): string {
  return `${(bytes / 2 ** 30).toFixed(1)} GiB`;
}
