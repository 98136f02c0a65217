import { stat } from 'node:fs/promises';
import path from 'node:path';
import { readGgufFileInfo, type GgufFileInfo } from 'node-llama-cpp';
import { z } from 'zod';
import { TandemError } from '../../../../shared/errors.ts';

/** What an adapter says of itself, once it is known to fit its model. */
export interface CheckedAdapter { readonly architecture: string; readonly rank: number; readonly matrices: number }

const metadataSchema = z.object({
  general: z.object({ type: z.string().optional(), architecture: z.string() }),
  adapter: z.object({ type: z.string().optional(), alora: z.unknown() }).partial().optional(),
});

/**
 * Whether a GGUF is a LoRA adapter for this very model: llama.cpp says only that it could not load it. The architecture
 * has to be the model's, and each pair of matrices has to fit a weight of it, so that an adapter for a larger or smaller
 * model of the same family is refused as well.
 */
export async function checkAdapter(base: GgufFileInfo, file: string, modelName: string): Promise<CheckedAdapter> {
  const name = path.basename(file);
  const info = await readAdapter(file, name);
  const parsed = metadataSchema.safeParse(info.metadata);
  if (!parsed.success) throw unusable(name, 'it does not say what it is');
  const { general, adapter } = parsed.data;
  if (general.type !== 'adapter') throw new TandemError('badInput', `"${name}" is a whole model and no adapter (its general.type is not "adapter"). Nothing was changed; give a LoRA adapter as GGUF, or use this file as a model.`);
  if (adapter?.type !== 'lora') throw new TandemError('modelUnsupported', `"${name}" is an adapter of the kind "${adapter?.type ?? 'unnamed'}". Only LoRA adapters can be used. Nothing was changed.`);
  if (adapter.alora !== undefined) throw new TandemError('modelUnsupported', `"${name}" is an activated LoRA, which works only behind certain words. Only plain LoRA adapters can be used. Nothing was changed.`);
  const wanted = base.metadata.general.architecture;
  if (general.architecture !== wanted) throw new TandemError('badInput', `"${name}" was made for a model of the architecture "${general.architecture}", and ${modelName} is "${wanted}". Nothing was changed; choose the adapter of this model.`);
  return { architecture: wanted, ...fitting(base, info, name, modelName) };
}

type Tensor = NonNullable<GgufFileInfo['tensorInfo']>[number];
const tensorsOf = (info: GgufFileInfo): readonly Tensor[] => info.fullTensorInfo ?? info.tensorInfo ?? [];
const side = (tensor: Tensor, at: number): number => Number(tensor.dimensions[at] ?? 1);

function fitting(base: GgufFileInfo, info: GgufFileInfo, name: string, modelName: string): Pick<CheckedAdapter, 'rank' | 'matrices'> {
  const weights = new Map(tensorsOf(base).map((tensor) => [tensor.name, tensor]));
  const own = new Map(tensorsOf(info).map((tensor) => [tensor.name, tensor]));
  const ranks: number[] = [];
  for (const [tensorName, a] of own) {
    if (!tensorName.endsWith('.lora_a')) continue;
    const target = tensorName.slice(0, -'.lora_a'.length);
    const weight = weights.get(target);
    const b = own.get(`${target}.lora_b`);
    if (!b) throw unusable(name, `the second half of "${target}" is missing`);
    if (!weight || !fits(target, weight, a, b)) {
      throw new TandemError('badInput', `"${name}" does not fit ${modelName}: ${weight ? `its "${target}" has another size` : `the model has no "${target}"`}. It was made for another model. Nothing was changed; choose the adapter of this model.`);
    }
    ranks.push(target.endsWith('token_embd.weight') ? side(a, 1) : side(b, 0));
  }
  if (ranks.length === 0) throw unusable(name, 'it holds no LoRA matrices');
  return { rank: Math.max(...ranks), matrices: ranks.length };
}

/** A is rank × in and B out × rank, shapes given innermost first; the embedding's pair lies the other way round. */
function fits(target: string, weight: Tensor, a: Tensor, b: Tensor): boolean {
  if (target.endsWith('token_embd.weight')) return side(weight, 0) === side(b, 1) && side(weight, 1) === side(a, 1);
  return side(weight, 0) === side(a, 0) && side(weight, 1) === side(b, 1) && side(a, 1) === side(b, 0);
}

async function readAdapter(file: string, name: string): Promise<GgufFileInfo> {
  const found = await stat(file).catch((cause: unknown) => {
    throw new TandemError('modelMissing', `The adapter "${name}" is not there or cannot be read. Nothing was changed; look for the file and try again.`, { cause });
  });
  if (!found.isFile()) throw unusable(name, 'it is no file');
  const info = await readGgufFileInfo(file, { sourceType: 'filesystem', logWarnings: false }).catch((cause: unknown) => { throw unusable(name, 'it is no whole GGUF file', cause); });
  if (leastSize(info) > found.size) throw unusable(name, `it ends after ${found.size} of at least ${leastSize(info)} bytes`);
  return info;
}

/** Exact for 32- and 16-bit floats, which adapters are kept in; of a quantised one the last tensor's beginning. */
function leastSize(info: GgufFileInfo): number {
  return tensorsOf(info).reduce((most, tensor) => {
    const width = { 0: 4, 1: 2, 30: 2 }[Number(tensor.ggmlType)] ?? 0;
    const bytes = tensor.dimensions.reduce<number>((product, length) => product * Number(length), width);
    return Math.max(most, (info.infoEndOffset ?? 0) + Number(tensor.offset) + bytes);
  }, info.infoEndOffset ?? 0);
}

function unusable(name: string, why: string, cause?: unknown): TandemError {
  return new TandemError('modelDamaged', `The adapter "${name}" cannot be used: ${why}. Nothing was changed; get the file again.`, { cause });
}
