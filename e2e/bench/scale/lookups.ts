import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { exactSearch, MetricKind } from 'usearch';
import { linearIndex } from '../../../shared/hera/nearest.ts';
import { openTransitions, type Transitions } from '../../../electron/node/hera/transitions/openTransitions.ts';
import { sampleVectors, type SampleVectors } from '../../../electron/node/hera/transitions/testing/sampleVectors.ts';
import type { Figure } from '../figure.ts';
import { sizeOf } from './events.ts';
import { lastText, nextText, questionText } from './texts.ts';

const dimensions = 384;
const perProblem = 6;
const perChat = 4;
const queryCount = 300;
const nearest = 3;
const name = (at: number) => `p${Math.floor(at / perProblem)}/${at % perProblem}`;

/** Linear search alone, to see where it is too slow. */
export function benchLinear(sizes: readonly number[], seed: number): readonly Figure[] {
  const vectors = sampleVectors({ dimensions, topics: 3000, seed });
  const index = linearIndex<number>(dimensions);
  return sizes.map((size) => {
    for (let at = index.size; at < size; at += 1) index.add(at, vectorAt(vectors, at));
    const times = timesOf(queries(vectors, size).slice(0, 60), (query) => index.nearest(query, nearest));
    return { what: `exact linear search of ${size.toLocaleString('en')}`, value: words(times), target: '≤ 10 ms', detail: '60 look-ups, vectors only' };
  });
}

/** The log of transitions as the app has it, filled to `all`, left, and opened again. */
export async function benchLookups(all: number, seed: number): Promise<readonly Figure[]> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tandem-scale-'));
  const notes: string[] = [];
  const open = () => openTransitions(folder, { embedder: 'synthetic', expert: 'synthetic', dimensions, now: Date.now, note: (said) => notes.push(said) });
  try {
    const vectors = sampleVectors({ dimensions, topics: 3000, seed });
    const figures: Figure[] = [];
    const rssBefore = process.memoryUsage().rss;
    const log = open();
    const startedAt = performance.now();
    let at = 0;
    for (const size of [5000, 100_000, all].filter((each, i, list) => each <= all && list.indexOf(each) === i)) {
      const from = at;
      const partAt = performance.now();
      for (; at < size; at += 1) {
        const problem = Math.floor(at / perProblem);
        const k = at % perProblem;
        log.add({ question: questionText(problem), last: lastText(problem, k), next: nextText(problem, k), position: k, problem: `p${problem}` }, vectorAt(vectors, at), `chat${Math.floor(problem / perChat)}`);
        // The graph is made between other things; here, too.
        if (at % 500 === 499) await log.settled();
      }
      await log.settled();
      const addMs = (performance.now() - partAt) / (size - from);
      process.stdout.write(`${size} logged, ${addMs.toFixed(2)} ms each\n`);
      const asked = queries(vectors, size);
      const truth = trulyNearest(vectors, asked, size);
      const { recall, times } = look(log, asked, truth);
      figures.push({ what: `look-up among ${size.toLocaleString('en')} (${log.searching()})`, value: `recall@3 ${recall.toFixed(3)}, ${words(times)}`, target: '≥ .95, ≤ 10 ms', detail: `${queryCount} look-ups with texts read and put in order; adding one took ${addMs.toFixed(2)} ms` });
      if (size !== all) continue;
      figures.push({ what: `memory that the log takes with ${all.toLocaleString('en')}`, value: `${((process.memoryUsage().rss - rssBefore) / 2 ** 20).toFixed(0)} MiB`, target: '–', detail: `resident set, its growth since the empty log, ${((performance.now() - startedAt) / 60_000).toFixed(1)} minutes of filling in all; the sample's own table is in it` });
      const closeAt = performance.now();
      await log.close();
      const closeMs = performance.now() - closeAt;
      figures.push({ what: 'the log on disk', value: `${(sizeOf(folder, 'transitions.db') / 1e6).toFixed(0)} MB`, target: '–', detail: `and its saved graph ${(sizeOf(folder, 'transitions-') / 1e6).toFixed(0)} MB; left in ${(closeMs / 1000).toFixed(2)} s, the graph written` });
      figures.push(...(await again(open, asked, truth)));
    }
    if (notes.length > 0) throw new Error(notes.join(' '));
    return figures;
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

async function again(open: () => Transitions, asked: readonly Float32Array[], truth: readonly ReadonlySet<string>[]): Promise<readonly Figure[]> {
  const openAt = performance.now();
  const log = open();
  const openMs = performance.now() - openAt;
  await log.settled();
  const readyMs = performance.now() - openAt;
  const { recall, times } = look(log, asked, truth);
  const forgetAt = performance.now();
  const forgotten = log.forget({ chat: 'chat7' });
  const forgetMs = performance.now() - forgetAt;
  await log.close();
  return [
    { what: 'opening it again', value: `${openMs.toFixed(0)} ms`, target: '–', detail: `until it answers from the newest; ${(readyMs / 1000).toFixed(2)} s until the saved graph answers, then recall@3 ${recall.toFixed(3)}, ${words(times)}` },
    { what: 'forgetting one chat', value: `${forgetMs.toFixed(0)} ms`, target: '–', detail: `${forgotten} transitions; the saved graph goes, and is made anew in the background at the next opening` },
  ];
}

const vectorAt = (vectors: SampleVectors, at: number) => vectors.at(Math.floor(at / perProblem), at % perProblem);

/** Half are a new state of a problem that is there, half of a problem that is not. */
function queries(vectors: SampleVectors, size: number): readonly Float32Array[] {
  const problems = Math.floor(size / perProblem);
  return Array.from({ length: queryCount }, (_, q) => vectors.at(q % 2 === 0 ? Math.floor((problems * q) / queryCount) : 1e8 + q, perProblem + 1));
}

/** By looking at every unrounded vector, block by block. */
function trulyNearest(vectors: SampleVectors, asked: readonly Float32Array[], size: number): readonly ReadonlySet<string>[] {
  const best: { readonly at: number; readonly distance: number }[][] = asked.map(() => []);
  const block = 20_000;
  for (let from = 0; from < size; from += block) {
    const rows = Array.from({ length: Math.min(block, size - from) }, (_, i) => vectorAt(vectors, from + i));
    const packed = new Float32Array(rows.length * dimensions);
    for (const [i, row] of rows.entries()) packed.set(row, i * dimensions);
    for (const [q, query] of asked.entries()) {
      const { keys, distances } = exactSearch(packed, query, dimensions, nearest, MetricKind.Cos, 1);
      const found = Array.from(keys as BigUint64Array, (key, i) => ({ at: from + Number(key), distance: distances[i] ?? 2 }));
      best[q] = [...(best[q] ?? []), ...found].sort((a, b) => a.distance - b.distance).slice(0, nearest);
    }
  }
  return best.map((found) => new Set(found.map(({ at }) => name(at))));
}

function look(log: Transitions, asked: readonly Float32Array[], truth: readonly ReadonlySet<string>[]): { readonly recall: number; readonly times: readonly number[] } {
  let hits = 0;
  const times = timesOf(asked, (query, q) => {
    for (const { item } of log.nearest(query, nearest)) if (truth[q]?.has(`${item.problem}/${item.position}`)) hits += 1;
  });
  return { recall: hits / (asked.length * nearest), times };
}

function timesOf(asked: readonly Float32Array[], ask: (query: Float32Array, q: number) => unknown): readonly number[] {
  return asked.map((query, q) => {
    const startedAt = performance.now();
    ask(query, q);
    return performance.now() - startedAt;
  }).sort((a, b) => a - b);
}

const at = (sorted: readonly number[], share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
const words = (sorted: readonly number[]) => `p50 ${at(sorted, 0.5).toFixed(1)} ms, p95 ${at(sorted, 0.95).toFixed(1)} ms`;
