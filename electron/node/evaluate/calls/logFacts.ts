import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { linesOf } from './linesOf.ts';

/** A call log as a report names it: which file, exactly, and how many calls. */
export async function logFacts(file: string): Promise<{ readonly file: string; readonly sha256: string; readonly calls: number }> {
  const hash = createHash('sha256');
  for await (const chunk of fs.createReadStream(file)) hash.update(chunk as Buffer);
  let calls = 0;
  for (const { text } of linesOf(file)) calls += text === '' ? 0 : 1;
  return { file: path.basename(file), sha256: hash.digest('hex'), calls };
}
