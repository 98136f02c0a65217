import { setImmediate as pause } from 'node:timers/promises';
import { linearIndex } from '../../../../shared/hera/nearest.ts';
import { approximateIndex, type ApproximateIndex } from './approximateIndex.ts';
import { indexFile } from './indexFile.ts';
import { fromSmall } from './smallVector.ts';
import type { TransitionRows, VectorRow } from './transitionRows.ts';

/** Which search answers: the exact one over all, the exact one over the newest while the graph is made, or the graph. */
export type Searching = 'exact' | 'newest' | 'graph';

export interface GrowingIndex {
  readonly searching: Searching;
  add(row: VectorRow): void;
  /** Numbers of transitions that may be the nearest; from a graph more than k, since they are yet to be put in order. */
  candidates(small: Int8Array, k: number): readonly number[];
  remove(ns: readonly number[]): void;
  /** Until nothing is being made any more. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

export interface Growing {
  readonly folder: string;
  readonly rows: TransitionRows;
  readonly dimensions: number;
  /** Up to so many, all are looked at; beyond, a graph is made in the background and saved. */
  readonly linearLimit: number;
  note(words: string): void;
}

/** Rows per slice: a graph grows for some milliseconds, then others have their turn. */
const slice = 32;
/** The small vectors' order is nearly the true one; so many candidates leave room for what they and the graph mistake. */
const candidatesFor = (k: number) => Math.max(30, 10 * k);

export function growingIndex({ folder, rows, dimensions, linearLimit, note }: Growing): GrowingIndex {
  const file = indexFile(folder, rows);
  const count = rows.count();
  let linear = linearIndex<number>(dimensions);
  for (const { n, small } of rows.newest(linearLimit).toReversed()) linear.add(n, fromSmall(small));
  let graph: ApproximateIndex | null = null;
  let making: { readonly index: ApproximateIndex; upTo: number } | null = null;
  let work: Promise<void> | null = null;
  let isClosed = false;
  let isImpossible = false;
  let searching: Searching = count > linearLimit ? 'newest' : 'exact';
  // Bytes of a removed vector stay in the graph until it is made anew, so such a graph is never written.
  let isTainted = false;
  let unsaved = 0;

  const make = async () => {
    try {
      const index = await approximateIndex(dimensions);
      if (isClosed) return;
      making = { index, upTo: await file.load(index) };
      for (;;) {
        if (isClosed) return;
        const next = rows.vectorsAfter(making.upTo, slice);
        if (next.length === 0) break;
        index.add(next);
        making.upTo = next.at(-1)?.n ?? making.upTo;
        await pause();
      }
      graph = index;
      searching = 'graph';
      linear = linearIndex(dimensions);
      await save();
    } catch (error) {
      isImpossible = true;
      note(`The index of logged transitions could not be made on this system (${reason(error)}). The newest ${linearLimit.toLocaleString('en')} are searched.`);
    } finally {
      making = null;
    }
  };
  const start = () => {
    if (work || graph || isImpossible) return;
    work = make().finally(() => { work = null; });
  };
  const save = async () => {
    if (!graph || isTainted) return;
    unsaved = 0;
    try {
      await file.save(graph, rows.highest(), () => !isTainted);
    } catch (error) {
      note(`The index of logged transitions could not be saved (${reason(error)}). It works, and is made anew at the next start.`);
    }
  };
  if (count > linearLimit) start();

  return {
    get searching() { return searching; },
    add: (row) => {
      if (graph) {
        graph.add([row]);
        unsaved += 1;
        // A crash costs what came since; saving takes a moment, so it is done the more seldom the more there is.
        if (unsaved > Math.max(linearLimit, graph.size / 4) && !work) work = save().finally(() => { work = null; });
        return;
      }
      linear.add(row.n, fromSmall(row.small));
      if (linear.size > linearLimit) start();
      if (isImpossible && linear.size > linearLimit) {
        // Without a graph the oldest is let go, so that a look-up stays quick.
        searching = 'newest';
        linear.remove(rows.newest(linearLimit + 1).at(-1)?.n ?? 0);
      }
    },
    candidates: (small, k) => (graph
      ? graph.candidates(small, candidatesFor(k)).map(({ item }) => item)
      : linear.nearest(fromSmall(small), k).map(({ item }) => item)),
    remove: (ns) => {
      if (ns.length === 0) return;
      for (const n of ns) linear.remove(n);
      graph?.remove(ns);
      making?.index.remove(ns.filter((n) => n <= (making?.upTo ?? 0)));
      if (graph || making) isTainted = true;
    },
    settled: async () => { await work; },
    close: async () => {
      isClosed = true;
      await work;
      await save();
    },
  };
}

const reason = (error: unknown) => (error instanceof Error ? error.message : String(error));
