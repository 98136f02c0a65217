import fs from 'node:fs/promises';
import path from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { z } from 'zod';
import { hashFile } from './hashFile.ts';

const markSchema = z.object({ sizeBytes: z.number(), modifiedMs: z.number(), sha256: z.string() });

/**
 * A small file beside a model that remembers its hash, so that it is read through once and not at every start.
 * It holds only as long as the model has the same size and time of change.
 */
export async function readCheckedMark(model: string, mark: string = markOf(model)): Promise<string | undefined> {
  try {
    const [text, stat] = await Promise.all([fs.readFile(mark, 'utf8'), fs.stat(model)]);
    const { sizeBytes, modifiedMs, sha256 } = markSchema.parse(JSON.parse(text));
    return sizeBytes === stat.size && modifiedMs === stat.mtimeMs ? sha256 : undefined;
  } catch {
    return undefined;
  }
}

/** Remembers the hash. Where that cannot be written, the model is only read through again next time. */
export async function writeCheckedMark(model: string, sha256: string, mark: string = markOf(model)): Promise<void> {
  try {
    const stat = await fs.stat(model);
    const known: z.infer<typeof markSchema> = { sizeBytes: stat.size, modifiedMs: stat.mtimeMs, sha256 };
    await fs.mkdir(path.dirname(mark), { recursive: true });
    await writeFileAtomic(mark, JSON.stringify(known));
  } catch {
    return;
  }
}

/**
 * The SHA-256 of a model that the catalog knows none of: gates, profiles and cached calls are kept by it.
 * @param onReading called before the whole file is read, which happens once in its life
 */
export async function knownHash(model: string, onReading: () => void, mark: string = markOf(model)): Promise<string> {
  const known = await readCheckedMark(model, mark);
  if (known !== undefined) return known;
  onReading();
  const sha256 = await hashFile(model);
  await writeCheckedMark(model, sha256, mark);
  return sha256;
}

export function markOf(model: string): string {
  return `${model}.checked`;
}
