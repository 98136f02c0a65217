import fs from 'node:fs';
import path from 'node:path';
import { byProblem } from '../../../shared/learn/byProblem.ts';
import { profileTreeSchema, type ProfileTree } from '../../../shared/hera/tree.ts';

/**
 * The trees of a profile, one JSON line each. A line that a kill cut short is told and left out: that tree is grown again.
 * They come by the name of their problem.
 */
export function readTrees(file: string): { readonly trees: readonly ProfileTree[]; readonly damaged: number } {
  if (!fs.existsSync(file)) return { trees: [], damaged: 0 };
  const lines = fs.readFileSync(file, 'utf8').split('\n').filter((line) => line !== '');
  const trees = lines.flatMap((line) => parsed(line) ?? []);
  return { trees: trees.toSorted(byProblem), damaged: lines.length - trees.length };
}

/** Reads a file of trees again only when it has changed; the last one read is kept. */
export function rememberingTrees(): (file: string) => readonly ProfileTree[] {
  let last: { readonly of: string; readonly trees: readonly ProfileTree[] } | null = null;
  return (file) => {
    const { size, mtimeMs } = fs.statSync(file, { throwIfNoEntry: false }) ?? { size: 0, mtimeMs: 0 };
    const of = JSON.stringify([file, size, mtimeMs]);
    if (last?.of !== of) last = { of, trees: readTrees(file).trees };
    return last.trees;
  };
}

export function addTree(file: string, tree: ProfileTree): void {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const broken = fs.existsSync(file) && fs.statSync(file).size > 0 && !endsLine(file);
  fs.appendFileSync(file, `${broken ? '\n' : ''}${JSON.stringify(tree)}\n`);
}

function endsLine(file: string): boolean {
  const handle = fs.openSync(file, 'r');
  try {
    const last = Buffer.alloc(1);
    fs.readSync(handle, last, 0, 1, fs.fstatSync(handle).size - 1);
    return last.toString() === '\n';
  } finally {
    fs.closeSync(handle);
  }
}

function parsed(line: string): ProfileTree | null {
  try {
    const result = profileTreeSchema.safeParse(JSON.parse(line));
    return result.success ? result.data : null;
  } catch {
    return null;
  }
}
