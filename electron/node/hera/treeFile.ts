import fs from 'node:fs';
import { byProblem } from '../../../shared/learn/byProblem.ts';
import { profileTreeSchema, type ProfileTree } from '../../../shared/hera/tree.ts';
import { addJsonLine, readJsonLines } from '../jsonLines.ts';

/**
 * The trees of a profile, one JSON line each. A line that a kill cut short is told and left out: that tree is grown again.
 * They come by the name of their problem.
 */
export function readTrees(file: string): { readonly trees: readonly ProfileTree[]; readonly damaged: number } {
  const { rows, damaged } = readJsonLines(file, profileTreeSchema);
  return { trees: rows.toSorted(byProblem), damaged };
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
  addJsonLine(file, tree);
}
