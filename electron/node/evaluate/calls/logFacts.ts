import path from 'node:path';
import { hashFile } from '../../models/hashFile.ts';
import { linesOf } from './linesOf.ts';

/** A call log as a report names it: which file, exactly, and how many calls. */
export async function logFacts(file: string): Promise<{ readonly file: string; readonly sha256: string; readonly calls: number }> {
  let calls = 0;
  for (const { text } of linesOf(file)) calls += text === '' ? 0 : 1;
  return { file: path.basename(file), sha256: await hashFile(file), calls };
}
