import fs from 'node:fs';
import path from 'node:path';
import type { ApproximateIndex } from './approximateIndex.ts';
import type { TransitionRows } from './transitionRows.ts';

/** The saved graph of one space. Its name says up to which transition it holds all; a file that does not is dropped. */
export interface IndexFile {
  /** Puts what was saved into an empty index; 0 and nothing put in if there is none that fits. @returns the highest transition it holds */
  load(into: ApproximateIndex): number;
  save(index: ApproximateIndex, upTo: number): void;
}

const named = (space: number | string) => new RegExp(`^transitions-${space}-(\\d+)\\.usearch(\\.part)?$`);

export function indexFile(folder: string, rows: TransitionRows): IndexFile {
  return {
    load: (into) => {
      const [name, ...others] = fs.readdirSync(folder).filter((each) => named(rows.space).test(each));
      const upTo = Number(named(rows.space).exec(name ?? '')?.[1] ?? 0);
      if (name === undefined) return 0;
      try {
        if (others.length > 0 || name.endsWith('.part') || rows.count(upTo) === 0) throw new Error('not one whole file');
        into.load(path.join(folder, name));
        if (into.size !== rows.count(upTo)) throw new Error('not the same transitions');
        return upTo;
      } catch {
        dropIndexFile(folder, rows.space);
        return 0;
      }
    },
    save: (index, upTo) => {
      const file = path.join(folder, `transitions-${rows.space}-${upTo}.usearch`);
      if (fs.existsSync(file)) return;
      dropIndexFile(folder, rows.space);
      index.save(`${file}.part`);
      fs.renameSync(`${file}.part`, file);
    },
  };
}

/** Vectors of what was forgotten must not outlive it in a saved graph. @param space all spaces if left out */
export function dropIndexFile(folder: string, space?: number): void {
  for (const name of fs.readdirSync(folder)) if (named(space ?? '\\d+').test(name)) fs.rmSync(path.join(folder, name));
}
