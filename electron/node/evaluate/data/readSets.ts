import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { TandemError } from '../../../../shared/errors.ts';
import type { EvalProblem } from './evalProblem.ts';
import { readProblems } from './readProblems.ts';

/** One file's problems under the name that the report gives them. */
export interface ProblemSet { readonly name: string; readonly file: string; readonly sha256: string; readonly problems: readonly EvalProblem[] }

/**
 * Several data files, each with `n` problems behind the first `skip`. Of two files of the same kind (`gsm8k_train`,
 * `gsm8k_test`) the later one's problems carry its name, so that ids stay apart however many are read.
 */
export async function readSets(files: readonly string[], skip = 0, n = Number.POSITIVE_INFINITY): Promise<readonly ProblemSet[]> {
  const sets: ProblemSet[] = [];
  const ids = new Set<string>();
  for (const file of files) {
    const stem = path.basename(file).replace(/\.\w+$/, '');
    const read = await some(file, skip, n);
    const kind = read[0]?.dataset ?? 'unknown';
    const isSecond = sets.some((set) => set.name === kind);
    const problems = isSecond || read.some((problem) => ids.has(problem.id)) ? read.map((problem) => ({ ...problem, id: `${stem}/${problem.id}` })) : read;
    for (const { id } of problems) {
      if (ids.has(id)) throw new TandemError('badInput', `${path.basename(file)} is named twice among the data files. Nothing was run; name it once.`);
      ids.add(id);
    }
    sets.push({ name: isSecond ? `${kind} (${stem})` : kind, file, sha256: createHash('sha256').update(fs.readFileSync(file)).digest('hex'), problems });
  }
  return sets;
}

async function some(file: string, skip: number, n: number): Promise<readonly EvalProblem[]> {
  const problems: EvalProblem[] = [];
  let at = 0;
  for await (const problem of readProblems(file)) {
    at += 1;
    if (at <= skip) continue;
    problems.push(problem);
    // Before the next row is read: it may be a bad one.
    if (problems.length >= n) break;
  }
  return problems;
}
