import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openTransitions, type Transitions } from './openTransitions.ts';
import { fromSmall, toSmall } from './smallVector.ts';
import { sampleVectors } from './testing/sampleVectors.ts';

const dimensions = 32;
const vectors = sampleVectors({ dimensions, topics: 20, seed: 7 });
const transition = (problem: number, k: number) => ({ question: `Question ${problem}`, last: `last ${k}`, next: `next ${problem}/${k}`, position: k, problem: `p${problem}` });
let folder: string;
let notes: string[];
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tandem-transitions-'));
  notes = [];
});
afterEach(() => { fs.rmSync(folder, { recursive: true, force: true }); });

const open = (linearLimit = 100, expert = 'e') => openTransitions(folder, { embedder: 'm', expert, dimensions, linearLimit, now: () => 0, note: (words) => notes.push(words) });
const fill = (into: Transitions, problems: number, from = 0) => {
  for (let p = from; p < from + problems; p += 1) for (let k = 0; k < 4; k += 1) into.add(transition(p, k), vectors.at(p, k), `chat${p % 10}`);
};
const saved = () => fs.readdirSync(folder).filter((name) => /^transitions-\d/.test(name));
/** How many of the true nearest three, sought one by one, are found. */
const recall = (of: Transitions, problems: readonly number[]) => {
  let hits = 0;
  for (let q = 0; q < 40; q += 1) {
    const query = vectors.at(problems[(q * 7) % problems.length] ?? 0, 9);
    const all = problems.flatMap((p) => [0, 1, 2, 3].map((k) => ({ next: transition(p, k).next, cosine: vectors.at(p, k).reduce((sum, value, i) => sum + value * (query[i] ?? 0), 0) })));
    const best = new Set(all.sort((a, b) => b.cosine - a.cosine).slice(0, 3).map(({ next }) => next));
    hits += of.nearest(query, 3).filter(({ item }) => best.has(item.next)).length;
  }
  return hits / 120;
};
const upTo = (n: number) => Array.from({ length: n }, (_, i) => i);

describe('the log of transitions', () => {
  it('finds a logged state first, with what the expert wrote there, also after it was opened again', async () => {
    const first = open();
    fill(first, 5);
    const look = (of: Transitions) => of.nearest(vectors.at(3, 2), 3);
    const found = look(first);
    expect(found[0]?.item).toMatchObject(transition(3, 2));
    expect(found[0]?.cosine).toBeGreaterThan(0.999);
    expect(found.map(({ cosine }) => cosine)).toEqual(found.map(({ cosine }) => cosine).sort((a, b) => b - a));
    await first.close();
    const again = open();
    expect(again.count()).toBe(20);
    expect(look(again)).toEqual(found);
    await again.close();
  });

  it('goes over to a graph that finds at least 95 of 100, saves it, and takes it up again with what came later', async () => {
    const first = open();
    fill(first, 200);
    expect(first.searching()).not.toBe('graph');
    await first.settled();
    expect(first.searching()).toBe('graph');
    expect(recall(first, upTo(200))).toBeGreaterThanOrEqual(0.95);
    await first.close();
    expect(saved()).toEqual([expect.stringMatching(/^transitions-1-800-/)]);

    const again = open();
    expect(again.searching()).toBe('newest');
    fill(again, 50, 200);
    await again.settled();
    expect(recall(again, upTo(250))).toBeGreaterThanOrEqual(0.95);
    await again.close();
    expect(saved()).toEqual([expect.stringMatching(/^transitions-1-1000-/)]);
  });

  it('saves a graph also while it grows, so that a crash costs little', async () => {
    const log = open();
    fill(log, 60);
    await log.settled();
    fill(log, 60, 60);
    await log.settled();
    const upTo = Number(/^transitions-1-(\d+)-/.exec(saved()[0] ?? '')?.[1]);
    expect(upTo).toBeGreaterThan(300);
    await log.close();
  });

  it('forgets a chat or a problem everywhere: text, vectors, graph', async () => {
    const log = open();
    fill(log, 200);
    await log.settled();
    expect(log.forget({ chat: 'chat3' })).toBe(80);
    expect(log.forget({ problem: 'p4' })).toBe(4);
    expect(log.forget({ problem: 'p4' })).toBe(0);
    expect(log.count()).toBe(716);
    expect(saved()).toEqual([]);
    for (const p of [3, 13, 193, 4]) expect(log.nearest(vectors.at(p, 1), 10).map(({ item }) => item.problem)).not.toContain(`p${p}`);
    await log.close();
    expect(saved()).toEqual([]);
    const bytes = Buffer.concat(fs.readdirSync(folder).map((name) => fs.readFileSync(path.join(folder, name))));
    expect(bytes.includes('next 14/1')).toBe(true);
    for (const words of ['next 13/1', 'Question 4\u0000', 'next 4/1']) expect(bytes.includes(words)).toBe(false);
    expect(bytes.includes(Buffer.from(toSmall(vectors.at(13, 1)).buffer))).toBe(false);
    const again = open();
    await again.settled();
    expect(recall(again, upTo(200).filter((p) => p % 10 !== 3 && p !== 4))).toBeGreaterThanOrEqual(0.95);
    await again.close();
  });

  it('finds nothing in a graph that all was forgotten from, and what is logged afterwards', async () => {
    const log = open();
    fill(log, 60);
    await log.settled();
    expect(log.searching()).toBe('graph');
    expect(log.forget({ expert: 'e' })).toBe(240);
    expect(log.nearest(vectors.at(1, 1), 3)).toEqual([]);
    fill(log, 1, 70);
    expect(log.nearest(vectors.at(70, 1), 3)[0]?.item).toMatchObject(transition(70, 1));
    await log.close();
  });

  it('forgets while the graph is being made', async () => {
    const log = open();
    fill(log, 200);
    await new Promise((resolve) => { setImmediate(resolve); });
    log.forget({ chat: 'chat0' });
    await log.settled();
    expect(log.nearest(vectors.at(10, 1), 30).map(({ item }) => item.problem)).not.toContain('p10');
    await log.close();
    expect(saved()).toEqual([]);
  });

  it('keeps experts apart, and forgets in all of them', async () => {
    const one = open();
    fill(one, 60);
    await one.settled();
    await one.close();
    const other = open(100, 'another');
    expect(other.count()).toBe(0);
    expect(other.nearest(vectors.at(1, 1), 3)).toEqual([]);
    expect(other.forget({ chat: 'chat1' })).toBe(24);
    await other.close();
    expect(saved()).toEqual([]);
    const back = open();
    expect(back.count()).toBe(216);
    await back.close();
  });

  it('forgets what one expert wrote, with its graph, and leaves another one what it wrote to the same questions', async () => {
    const one = open();
    fill(one, 60);
    await one.settled();
    await one.close();
    const other = open(100, 'another');
    fill(other, 3);
    other.add({ ...transition(500, 0), question: 'Only the other one was asked.' }, vectors.at(9, 1));
    expect(other.forget({ expert: 'e' })).toBe(240);
    expect([other.count(), other.nearest(vectors.at(2, 1), 1)[0]?.item]).toEqual([13, { ...transition(2, 1), vector: expect.any(Array) as number[] }]);
    expect(other.forget({ expert: 'another' })).toBe(13);
    await other.close();
    expect(saved()).toEqual([]);
    const bytes = Buffer.concat(fs.readdirSync(folder).map((name) => fs.readFileSync(path.join(folder, name))));
    for (const words of ['next 13/1', 'Question 2', 'Only the other one']) expect(bytes.includes(words)).toBe(false);
  });

  it('drops a saved graph that is damaged or of other transitions, and makes it anew', async () => {
    const first = open();
    fill(first, 60);
    await first.settled();
    await first.close();
    const [name = ''] = saved();
    fs.writeFileSync(path.join(folder, name), 'not a graph');
    const second = open();
    await second.settled();
    expect(second.searching()).toBe('graph');
    expect(recall(second, upTo(60))).toBeGreaterThanOrEqual(0.95);
    await second.close();
    fs.renameSync(path.join(folder, name), path.join(folder, name.replace('-240-', '-200-')));
    const third = open();
    await third.settled();
    expect(recall(third, upTo(60))).toBeGreaterThanOrEqual(0.95);
    await third.close();
    expect(saved()).toEqual([name]);
  });

  it('sets a damaged database aside with a word, and begins a new one', async () => {
    fs.writeFileSync(path.join(folder, 'transitions.db'), 'x'.repeat(5000));
    fs.writeFileSync(path.join(folder, 'transitions-3-9-1a.usearch'), 'of the damaged one');
    const log = open();
    expect(notes).toEqual([expect.stringContaining('transitions.db.damaged-')]);
    fill(log, 1);
    expect(log.count()).toBe(4);
    expect(saved()).toEqual([]);
    await log.close();
  });

  it('refuses a vector of another length', async () => {
    const log = open();
    expect(() => log.add(transition(1, 1), new Float32Array(3))).toThrow(RangeError);
    expect(() => log.nearest(new Float32Array(3), 3)).toThrow(RangeError);
    await log.close();
  });
});

it('a small vector points where the large one does', () => {
  fc.assert(fc.property(fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 8, maxLength: 400 }), (numbers) => {
    const length = Math.hypot(...numbers);
    fc.pre(length > 1e-3);
    const back = fromSmall(toSmall(numbers));
    expect(back.reduce((sum, value, i) => sum + (value * (numbers[i] ?? 0)) / length, 0)).toBeGreaterThan(0.995);
  }));
});
