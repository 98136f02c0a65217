import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { z } from 'zod';
import { explainFileError } from '../fileErrors.ts';

/** One imported adapter. */
export const adapterSchema = z.object({
  /** Catalog id, or the absolute path of a GGUF of the user. */
  model: z.string(),
  /** Unique within a model. */
  name: z.string(),
  /** File name in the adapters' folder. */
  file: z.string(),
  sha256: z.string(), scale: z.number(), architecture: z.string(), rank: z.number().int(),
  /** The model that it was checked against. */
  base: z.object({ sha256: z.string(), sizeBytes: z.number() }),
});
export type Adapter = Readonly<z.infer<typeof adapterSchema>>;

const listSchema = z.object({ version: z.literal(1), adapters: z.array(adapterSchema) });

export interface AdapterList {
  read(): readonly Adapter[];
  write(adapters: readonly Adapter[]): void;
}

/** @param folder `tandemPaths().models/adapters` */
export function openAdapterList(folder: string, note: (words: string) => void): AdapterList {
  const file = path.join(folder, 'adapters.json');
  return {
    read: () => {
      if (!fs.existsSync(file)) return [];
      const parsed = listSchema.safeParse(parseOrNull(fs.readFileSync(file, 'utf8')));
      if (parsed.success) return parsed.data.adapters;
      fs.renameSync(file, `${file}.damaged`);
      note('The list of adapters was damaged and is kept as adapters.json.damaged. Models run without adapters until they are added again.');
      return [];
    },
    write: (adapters) => {
      try {
        fs.mkdirSync(folder, { recursive: true });
        writeFileAtomic.sync(file, `${JSON.stringify({ version: 1, adapters }, null, 1)}\n`);
      } catch (error) {
        throw explainFileError(error, folder, 'The adapters are as they were.');
      }
    },
  };
}

/**
 * Who a model with adapters is: another than its base, with calls, gates and profiles of its own. The same adapters at
 * the same strength give the same identity on every machine; without any it is the base's own hash.
 */
export function identityOf(baseSha256: string, adapters: readonly Pick<Adapter, 'sha256' | 'scale'>[]): string {
  if (adapters.length === 0) return baseSha256;
  const parts = adapters.map(({ sha256, scale }) => `${sha256}@${scale}`).toSorted();
  return createHash('sha256').update([baseSha256, ...parts].join('\n')).digest('hex');
}

/** What a model with adapters is called. */
export function nameWith(name: string, adapters: readonly Pick<Adapter, 'name'>[]): string {
  return [name, ...adapters.map((adapter) => adapter.name)].join(' + ');
}

function parseOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
