import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { HeraFile } from '../../../shared/hera/heraFile.ts';
import { expertIdentity } from './pairName.ts';
import { shippedProfiles } from './shippedProfiles.ts';
import { openHeraStore, type HeraStore } from './heraStore.ts';

const local = { sha256: 'a'.repeat(64), profile: 'threeExamples' };
const expert = { id: 'qwen-1.5b' };
const file = (requests: number): HeraFile => ({
  version: 1,
  provenance: { localSha256: local.sha256, localName: 'L', expertId: expert.id, expertName: 'E', profile: local.profile, domain: 'd', data: 'x', requests, subtasks: 1, date: '2026-11-23', embedder: 'm', seed: 1 },
  urc: null, known: [], distance: [], likeness: null, transitions: [], alpha: 0.02, partsOn: [], sseBy: 'prediction', accuracies: [], auto: { choice: 'adaswitch', areas: {}, forks: 0 },
});

describe('the store of profiles', () => {
  let folder = '';
  const notes: string[] = [];
  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'hera-'));
    notes.length = 0;
  });
  afterEach(() => fs.rmSync(folder, { recursive: true }));
  const requestsOf = (store: HeraStore) => store.forPair(local, expert).file?.provenance.requests;
  const open = (shipped: readonly HeraFile[] = []) => openHeraStore(folder, (words) => notes.push(words), shipped);

  it('says why there is none', () => {
    const store = open();
    expect(store.forPair(local, null).why).toContain('no expert');
    expect(store.forPair({ profile: 'x' }, expert).why).toContain('hash');
    expect(store.forPair(local, expert).why).toContain('no profile yet');
  });

  it('takes the profile that came with the program until there is an own one', () => {
    const store = open([file(7)]);
    expect(store.forPair(local, expert).file?.provenance.requests).toBe(7);
    expect(store.forPair(local, { id: 'another' }).file).toBeNull();
    store.save(file(1));
    expect(store.forPair(local, expert).file?.provenance.requests).toBe(1);
  });

  it('leads back from the first own profile to the one that came with the program', () => {
    const store = open([file(7)]);
    const seen = () => [store.forPair(local, expert).file?.provenance.requests, store.formers(local, expert).length];
    expect(seen()).toEqual([7, 0]);
    store.save(file(1));
    store.save(file(2));
    expect(seen()).toEqual([2, 2]);
    store.useFormer(local, expert, 1);
    expect(seen()).toEqual([7, 2]);
    expect(store.forPair(local, expert).file).toEqual(file(7));
    store.useFormer(local, expert);
    expect(seen()).toEqual([2, 2]);
    // Of a pair that nothing came for there is nothing to go back to.
    store.save({ ...file(3), provenance: { ...file(3).provenance, expertId: 'another' } });
    expect(store.formers(local, { id: 'another' }).length).toBe(0);
  });

  it('uses no profile of the bare model where an adapter is on, says so, and takes one of the model with its adapter', () => {
    const adapted = { sha256: 'b'.repeat(64), baseSha256: local.sha256, profile: local.profile };
    expect(open().forPair(adapted, expert)).toEqual({ file: null, why: 'this pair of models has no profile yet' });
    const refused = { file: null, why: expect.stringMatching(/with its LoRA adapter .* another one, .* of the model without it/) as string };
    expect(open([file(7)]).forPair(adapted, expert)).toEqual(refused);
    const store = open();
    store.save(file(1));
    expect(store.forPair(adapted, expert)).toEqual(refused);
    expect(store.forPair(adapted, { id: 'another' }).why).toContain('no profile yet');
    store.save({ ...file(2), provenance: { ...file(2).provenance, localSha256: adapted.sha256 } });
    expect(store.forPair(adapted, expert).file?.provenance.requests).toBe(2);
    expect(store.forPair(local, expert).file?.provenance.requests).toBe(1);
    expect(fs.readdirSync(folder)).toHaveLength(2);
  });

  it('uses no profile of the bare expert where an adapter is on it, says so, and takes one of the expert with its adapter', () => {
    const adapted = { ...expert, sha256: 'e'.repeat(64), baseSha256: 'b'.repeat(64) };
    const refused = { file: null, why: expect.stringMatching(/with its LoRA adapter the expert is another one, .* of the model without it/) as string };
    expect(open().forPair(local, adapted).why).toContain('no profile yet');
    expect(open([file(1)]).forPair(local, adapted)).toEqual(refused);
    open().save(file(2));
    expect(open().forPair(local, adapted)).toEqual(refused);
    const own = { ...file(3), provenance: { ...file(3).provenance, expertId: expertIdentity(adapted) } };
    open().save(own);
    expect([open().forPair(local, adapted).file?.provenance.requests, open().forPair(local, expert).file?.provenance.requests]).toEqual([3, 2]);
    expect(open().forPair(local, { ...adapted, sha256: 'd'.repeat(64) })).toEqual(refused);
  });

  it('comes with profiles that hold heads and nobody\'s words', () => {
    for (const { known, transitions, likeness, partsOn } of shippedProfiles()) expect([known, transitions, partsOn, likeness === null]).toEqual([[], [], ['sse'], false]);
  });

  it('keeps a history, and going back loses nothing: once more brings the one before back', () => {
    const store = open();
    for (const requests of [1, 2, 3, 4, 5, 6, 7, 8]) store.save(file(requests));
    expect([requestsOf(store), store.formers(local, expert).length]).toEqual([8, 5]);
    store.useFormer(local, expert);
    expect([requestsOf(store), store.formers(local, expert).length]).toEqual([7, 5]);
    store.useFormer(local, expert);
    expect(requestsOf(store)).toBe(8);
    const seen: (number | undefined)[] = [];
    for (let i = 0; i < 6; i += 1) {
      store.useFormer(local, expert, 4);
      seen.push(requestsOf(store));
    }
    expect(seen).toEqual([3, 4, 5, 6, 7, 8]);
    expect(fs.readdirSync(folder)).toHaveLength(6);
    expect(() => store.useFormer(local, expert, 5)).toThrow('no former profile');
  });

  it('goes back where the one that came with the program is in use, and from there forth again', () => {
    const store = open([file(7)]);
    store.save(file(1));
    const own = fs.readdirSync(folder).find((name) => !name.includes('former')) ?? '';
    store.useFormer(local, expert);
    // Without an own file the one that came is in use, and one's own lies among the former ones.
    fs.rmSync(path.join(folder, own));
    expect([requestsOf(store), store.formers(local, expert).length]).toEqual([7, 1]);
    for (const requests of [1, 7, 1]) {
      store.useFormer(local, expert);
      expect([requestsOf(store), store.formers(local, expert).length]).toEqual([requests, 1]);
    }
  });

  it('keeps a damaged profile among the former ones, goes back to none, and changes nothing then', () => {
    const store = open();
    for (const requests of [1, 2, 3]) store.save(file(requests));
    const own = fs.readdirSync(folder).find((name) => !name.includes('former')) ?? '';
    fs.writeFileSync(path.join(folder, own), '{"version":1');
    store.useFormer(local, expert);
    expect([requestsOf(store), store.formers(local, expert).length]).toEqual([2, 2]);
    expect(() => store.useFormer(local, expert)).toThrow('damaged');
    store.useFormer(local, expert, 1);
    expect([requestsOf(store), store.formers(local, expert).length]).toEqual([1, 2]);
    expect(fs.readdirSync(folder).filter((name) => fs.readFileSync(path.join(folder, name), 'utf8') === '{"version":1')).toHaveLength(1);
  });

  it('has both profiles on the disk when the program dies while they change places, and finds its way from there', () => {
    const store = open();
    for (const requests of [1, 2, 3]) store.save(file(requests));
    const own = fs.readdirSync(folder).find((name) => !name.includes('former')) ?? '';
    // As left behind: the one in use is aside, the former one in its place.
    fs.renameSync(path.join(folder, own), path.join(folder, own.replace('.json', '.former0.json')));
    fs.copyFileSync(path.join(folder, own.replace('.json', '.former2.json')), path.join(folder, own));
    expect([requestsOf(store), store.formers(local, expert).length]).toEqual([1, 3]);
    store.useFormer(local, expert);
    expect(requestsOf(store)).toBe(3);
    store.save(file(4));
    store.useFormer(local, expert);
    expect(requestsOf(store)).toBe(3);
  });

  it('uses neither a damaged profile nor another pair\'s, says so, and leaves it where it is', () => {
    const store = open();
    store.save(file(1));
    const [name = ''] = fs.readdirSync(folder);
    fs.writeFileSync(path.join(folder, name), '{"version":1');
    expect(store.forPair(local, expert)).toMatchObject({ file: null, why: expect.stringContaining('damaged') as string });
    fs.writeFileSync(path.join(folder, name), JSON.stringify({ ...file(1), provenance: { ...file(1).provenance, expertId: 'another' } }));
    expect(store.forPair(local, expert)).toMatchObject({ file: null, why: expect.stringContaining('another pair') as string });
    expect(notes).toHaveLength(2);
    expect(fs.existsSync(path.join(folder, name))).toBe(true);
  });
});
