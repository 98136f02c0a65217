import fs from 'node:fs';
import path from 'node:path';
import type { Transition } from '../../../../shared/hera/heraFile.ts';
import type { Near } from '../../../../shared/hera/nearest.ts';
import { openDatabase } from '../../runs/store/database.ts';
import { storing } from '../../runs/store/storeErrors.ts';
import { growingIndex, type Searching } from './growingIndex.ts';
import { dropIndexFile } from './indexFile.ts';
import { transitionsForm } from './form.ts';
import { cosineWith, toSmall } from './smallVector.ts';
import { transitionRows, type Forgetting, type Space } from './transitionRows.ts';

/** What the expert wrote, logged in use; a profile holds what it wrote in profiling. One process at a time has them open. */
export interface Transitions {
  /** @param chat whose deletion takes it along; '' for none. @param vector of length 1 */
  add(transition: Omit<Transition, 'vector'>, vector: Float32Array, chat?: string): void;
  /** The k whose states are nearest, nearest first. Exact but for rounding up to the linear limit, beyond it from a graph that misses some: docs/results/scale.md. */
  nearest(vector: Float32Array, k: number): readonly Near<Transition>[];
  /** Removes text and vectors, those of other embedders and experts too. @returns how many */
  forget(what: Forgetting): number;
  count(): number;
  /** How `nearest` looks at this moment. */
  searching(): Searching;
  /** Until the index, if one is being made, is there. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

export interface OpeningTransitions extends Space {
  readonly now: () => number;
  /** Told in a sentence what did not go as it should. */
  note(words: string): void;
  /** Where linear search ends: measured beside a running model, it then takes about half of the ten milliseconds allowed. */
  readonly linearLimit?: number;
}

/** @param folder where `transitions.db` and the graph of its vectors lie */
export function openTransitions(folder: string, { now, note, linearLimit = 5_000, ...space }: OpeningTransitions): Transitions {
  return storing(() => {
    fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
    const { db, keptAside } = openDatabase(path.join(folder, 'transitions.db'), now, transitionsForm);
    if (keptAside !== null) {
      dropIndexFile(folder);
      note(`The logged transitions were damaged. They are kept as ${path.basename(keptAside)}, and a new log was begun.`);
    }
    const rows = transitionRows(db, space);
    const index = growingIndex({ folder, rows, dimensions: space.dimensions, linearLimit, note });
    const check = (vector: Float32Array) => {
      if (vector.length !== space.dimensions) throw new RangeError(`A vector of ${vector.length} numbers among vectors of ${space.dimensions}`);
    };
    return {
      add: (transition, vector, chat = '') => {
        check(vector);
        index.add(storing(() => rows.insert(transition, vector, chat)));
      },
      nearest: (vector, k) => {
        check(vector);
        return storing(() => index.candidates(toSmall(vector), k).flatMap((n) => {
          const small = rows.vector(n);
          return small === null ? [] : [{ n, cosine: cosineWith(small, vector) }];
        }).sort((a, b) => b.cosine - a.cosine).slice(0, k).flatMap(({ n, cosine }) => {
          const item = rows.get(n);
          return item === null ? [] : [{ item, cosine }];
        }));
      },
      forget: (what) => storing(() => {
        const { removed, here, spaces } = rows.remove(what);
        index.remove(here);
        for (const other of spaces) dropIndexFile(folder, other);
        return removed;
      }),
      count: () => rows.count(),
      searching: () => index.searching,
      settled: () => index.settled(),
      close: async () => {
        await index.close();
        db.close();
      },
    };
  });
}
