import fs from 'node:fs/promises';
import writeFileAtomic from 'write-file-atomic';
import { z } from 'zod';

const markSchema = z.object({ sizeBytes: z.number(), modifiedMs: z.number(), sha256: z.string() });

/**
 * A small file beside a model that remembers its hash, so that it is read through once and not at every start.
 * It holds only as long as the model has the same size and time of change.
 */
export async function readCheckedMark(model: string): Promise<string | undefined> {
  try {
    const [text, stat] = await Promise.all([fs.readFile(markOf(model), 'utf8'), fs.stat(model)]);
    const mark = markSchema.parse(JSON.parse(text));
    return mark.sizeBytes === stat.size && mark.modifiedMs === stat.mtimeMs ? mark.sha256 : undefined;
  } catch {
    return undefined;
  }
}

/** Remembers the hash. Where that cannot be written, the model is only read through again next time. */
export async function writeCheckedMark(model: string, sha256: string): Promise<void> {
  try {
    const stat = await fs.stat(model);
    const mark: z.infer<typeof markSchema> = { sizeBytes: stat.size, modifiedMs: stat.mtimeMs, sha256 };
    await writeFileAtomic(markOf(model), JSON.stringify(mark));
  } catch {
    return;
  }
}

export function markOf(model: string): string {
  return `${model}.checked`;
}
