import fs from 'node:fs';
import path from 'node:path';
import { crc32 } from 'node:zlib';
import type { ApproximateIndex } from './approximateIndex.ts';
import type { TransitionRows } from './transitionRows.ts';

/**
 * The saved graph of one space. Its name says up to which transition it holds all, and its checksum: usearch believes
 * what it reads, and a damaged file would have it ask for more memory than there is.
 */
export interface IndexFile {
  /** Puts what was saved into an empty index; 0 and nothing put in if there is none that fits. @returns the highest transition it holds */
  load(into: ApproximateIndex): Promise<number>;
  /** @param mayStay asked again before the file gets its name */
  save(index: ApproximateIndex, upTo: number, mayStay: () => boolean): Promise<void>;
}

const named = (space: number | string) => new RegExp(`^transitions-${space}-(?:(?<upTo>\\d+)-(?<sum>[0-9a-f]+)\\.usearch|part)$`);

export function indexFile(folder: string, rows: TransitionRows): IndexFile {
  const ours = () => fs.readdirSync(folder).flatMap((name) => {
    const found = named(rows.space).exec(name);
    return found ? [{ name, upTo: Number(found.groups?.['upTo'] ?? 0), sum: found.groups?.['sum'] }] : [];
  });
  return {
    load: async (into) => {
      const [found, ...others] = ours();
      if (found === undefined) return 0;
      try {
        if (others.length === 0 && (await checksum(path.join(folder, found.name))) === found.sum) {
          into.load(path.join(folder, found.name));
          // Counted only now: meanwhile something may have been forgotten.
          if (into.size > 0 && into.size === rows.count(found.upTo)) return found.upTo;
        }
      } catch {
        // Gone or unreadable is as good as none: the rows have all that it takes.
      }
      into.clear();
      dropIndexFile(folder, rows.space);
      return 0;
    },
    save: async (index, upTo, mayStay) => {
      if (ours().some((each) => each.upTo === upTo)) return;
      dropIndexFile(folder, rows.space);
      const part = path.join(folder, `transitions-${rows.space}-part`);
      index.save(part);
      const sum = await checksum(part);
      if (mayStay()) fs.renameSync(part, path.join(folder, `transitions-${rows.space}-${upTo}-${sum}.usearch`));
      else fs.rmSync(part, { force: true });
    },
  };
}

/** Vectors of what was forgotten must not outlive it in a saved graph. @param space all spaces if left out */
export function dropIndexFile(folder: string, space?: number): void {
  for (const name of fs.readdirSync(folder)) if (named(space ?? '\\d+').test(name)) fs.rmSync(path.join(folder, name));
}

async function checksum(file: string): Promise<string> {
  let sum = 0;
  const chunks: AsyncIterable<Buffer> = fs.createReadStream(file, { highWaterMark: 2 ** 20 });
  for await (const chunk of chunks) sum = crc32(chunk, sum);
  return sum.toString(16);
}
