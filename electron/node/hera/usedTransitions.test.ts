import fs from 'node:fs';
import path from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { noUsage, type ModelCard } from '../../../shared/agent/model.ts';
import type { Embedder } from '../../../shared/hera/embedder.ts';
import { stateText } from '../../../shared/hera/parts/state.ts';
import { letterEmbedder, sampleProfile } from '../../../shared/hera/testing/sampleProfile.ts';
import type { PolicyId } from '../../../shared/switching/policy.ts';
import type { RunEvent } from '../../../shared/trace/events.ts';
import { silentLog } from '../log.ts';
import { tandemPaths } from '../paths.ts';
import { openStore, type Store } from '../runs/store/openStore.ts';
import { temporaryHome } from '../runs/testing/testService.ts';
import { createUsedTransitions, keptUnder, type UsedTransitions } from './usedTransitions.ts';

const local: ModelCard = { id: 'local', name: 'Local', kind: 'gguf', where: 'thisDevice', sha256: 'a'.repeat(64), profile: 'zeroShot' };
const expert: ModelCard = { id: 'large', name: 'Large', kind: 'gguf', where: 'thisDevice' };
const question = 'How many seals are in six bays with nine seals each?';
const closers: (() => Promise<void>)[] = [];
afterEach(async () => { for (const close of closers.splice(0)) await close(); });

function openAt(home: string, embedder: Embedder | null = letterEmbedder): { readonly store: Store; readonly used: UsedTransitions; close(): Promise<void> } {
  const store = openStore(tandemPaths({ TANDEM_HOME: home }), () => 5);
  const used = createUsedTransitions({ folder: path.join(home, 'hera', 'transitions'), store, embedder: () => Promise.resolve(embedder), log: silentLog, now: () => 5 });
  let isClosed = false;
  const close = async () => {
    if (isClosed) return;
    isClosed = true;
    await used.close();
    store.close();
  };
  closers.push(close);
  return { store, used, close };
}

function answer(store: Store, runId: string, chatId: string, policy: PolicyId = 'hera', by = local): void {
  if (store.chats.get(chatId) === null) store.chats.create({ id: chatId, title: 'x', isTitled: true, at: 1 });
  store.runs.create({ id: runId, chatId, request: { question, shape: 'steps', policy, dial: 0.5, seed: 1, documents: [] } });
  store.chats.addMessage({ id: `m-${runId}`, chatId, role: 'assistant', text: '', createdAt: 1, runId });
  const step = (at: number, writer: 'local' | 'expert', text: string): RunEvent => ({ type: 'stepAccepted', step: at, by: writer, kind: 'reasoning', model: writer === 'local' ? by.name : expert.name, text, usage: noUsage, ms: 1, usd: 0, tokens: [], tools: [], why: 'x' });
  const events: readonly RunEvent[] = [
    { type: 'runStarted', question, shape: 'steps', local: by, expert, policy, dial: 0.5, profile: 'zeroShot', seed: 1, limits: { maxSteps: 9, maxTokensPerStep: 9, maxUsd: null } },
    step(0, 'expert', `First ${runId} counts the bays.`), step(1, 'local', 'Six bays.'), step(2, 'expert', 'Six times nine is 54.'),
    { type: 'runFinished', answer: '54', ms: 1 },
  ];
  store.runs.append(runId, events.map((event, i) => ({ seq: i + 1, at: 1, event })));
  store.runs.setStatus(runId, 'finished');
}
const adapted: ModelCard = { ...local, sha256: 'b'.repeat(64), baseSha256: 'a'.repeat(64) };
const begin = () => letterEmbedder.embed(stateText({ question, steps: [] }));

it('keeps nothing of another expert that began the answer which this one ended', async () => {
  const { store, used } = openAt(temporaryHome());
  answer(store, 'one', 'chat');
  const last = store.runs.lastSeq('one');
  store.runs.append('one', [{ seq: last + 1, at: 1, event: { type: 'runContinued', fromStep: 3, expert: { ...expert, id: 'other', name: 'Other' } } }]);
  used.ended('one');
  await used.settled();
  expect([await used.count('large'), await used.count('other')]).toEqual([0, 0]);
});

it('keeps what the expert wrote in answers that HERA decided, and finds it beside the profile', async () => {
  const { store, used } = openAt(temporaryHome());
  answer(store, 'one', 'chat');
  answer(store, 'other', 'chat', 'adaswitch');
  used.ended('one');
  used.ended('other');
  await used.settled();
  expect(await used.count('large')).toBe(2);
  expect(await used.count('another expert')).toBe(0);
  const vector = await begin();
  const file = { transitions: [{ problem: 'p', question: 'unlike', last: '', next: 'Of the profile.', position: 0, vector: Array.from(await letterEmbedder.embed('zzz zzz')) }] };
  const find = await used.findFor(file, 'large', letterEmbedder);
  expect(await find(vector, 1)).toMatchObject([{ next: 'First one counts the bays.', last: '', position: 0, question }]);
  expect((await find(vector, 9)).map(({ next }) => next).toSorted()).toEqual(['First one counts the bays.', 'Of the profile.', 'Six times nine is 54.']);
  // Another expert goes on differently.
  expect(await (await used.findFor(file, 'another expert', letterEmbedder))(vector, 9)).toHaveLength(1);
});

it('goes on finding in a run while another one works with another expert, also where both search at once', async () => {
  const { store, used, close } = openAt(temporaryHome());
  answer(store, 'bare', 'chat');
  answer(store, 'adapted', 'chat', 'hera', adapted);
  for (const run of ['bare', 'adapted']) used.ended(run);
  const vector = await begin();
  const [one, other] = [await used.findFor({ transitions: [] }, 'large', letterEmbedder), await used.findFor({ transitions: [] }, keptUnder(adapted, { id: 'large' }), letterEmbedder)];
  const problems = async () => (await Promise.all([one(vector, 9), other(vector, 9), one(vector, 9)])).map((found) => [...new Set(found.map(({ problem }) => problem))]);
  for (let i = 0; i < 2; i += 1) expect(await problems()).toEqual([['run bare'], ['run adapted'], ['run bare']]);
  await close();
  // A search that comes too late opens nothing again.
  expect(await one(vector, 9)).toEqual([]);
});

it('keeps an answer that ends twice once, and nothing without the embedding model', async () => {
  const home = temporaryHome();
  const { store, used, close } = openAt(home);
  answer(store, 'one', 'chat');
  used.ended('one');
  used.ended('one');
  await used.settled();
  expect(await used.count('large')).toBe(2);
  await close();
  const without = openAt(home, null);
  answer(without.store, 'two', 'chat');
  without.used.ended('two');
  await without.used.settled();
  expect(await without.used.count('large')).toBe(2);
});

it('finds nothing of a deleted chat, also after the next start, and all of it when it is brought back', async () => {
  const home = temporaryHome();
  const first = openAt(home);
  answer(first.store, 'one', 'gone');
  answer(first.store, 'two', 'kept');
  first.used.ended('one');
  first.used.ended('two');
  await first.used.settled();
  first.store.chats.setDeleted('gone', 3);
  first.used.chatDeleted('gone');
  await first.used.settled();
  expect(await first.used.count('large')).toBe(2);
  first.store.chats.setDeleted('gone', null);
  first.used.chatRestored('gone');
  await first.used.settled();
  expect(await first.used.count('large')).toBe(4);
  first.store.chats.setDeleted('gone', 3);
  first.used.chatDeleted('gone');
  await first.close();
  const second = openAt(home);
  const find = await second.used.findFor(sampleProfile({ transitions: [] }), 'large', letterEmbedder);
  expect((await find(await begin(), 9)).map(({ next }) => next)).not.toContain('First one counts the bays.');
  // An answer that ends after its chat was deleted is not kept.
  expect(await second.used.count('large')).toBe(2);
});

it('forgets at the next start what a kill left of a deleted chat, whoever is asked then, and nothing else', async () => {
  const home = temporaryHome();
  const first = openAt(home);
  answer(first.store, 'one', 'gone');
  answer(first.store, 'two', 'kept', 'hera', adapted);
  for (const run of ['one', 'two']) first.used.ended(run);
  await first.used.settled();
  // Told to the store alone: the process ends before its other work is done.
  first.store.chats.setDeleted('gone', 3);
  await first.close();
  const second = openAt(home);
  await second.used.settled();
  expect([await second.used.count('large'), await second.used.count(keptUnder(adapted, { id: 'large' }))]).toEqual([0, 2]);
  await second.close();
  const files = fs.readdirSync(path.join(home, 'hera', 'transitions')).map((name) => fs.readFileSync(path.join(home, 'hera', 'transitions', name), 'latin1')).join('');
  expect([files.includes('First one counts'), files.includes('First two counts')]).toEqual([false, true]);
});

it('forgets all that one expert wrote at a word, and nothing of another one, whichever was asked last', async () => {
  const { store, used } = openAt(temporaryHome());
  expect(await used.forget('large')).toBe(0);
  answer(store, 'one', 'chat');
  answer(store, 'adapted', 'chat', 'hera', adapted);
  for (const run of ['one', 'adapted']) used.ended(run);
  await used.settled();
  const own = keptUnder(adapted, { id: 'large' });
  expect(await used.forget('large')).toBe(2);
  expect([await used.count('large'), await used.count(own)]).toEqual([0, 2]);
  expect(await (await used.findFor({ transitions: [] }, own, letterEmbedder))(await begin(), 9)).toHaveLength(2);
  expect(await (await used.findFor({ transitions: [] }, 'large', letterEmbedder))(await begin(), 9)).toEqual([]);
});

it("keeps steps written beside a model with an adapter apart, and those beside bare models under the expert's own name, as ever", async () => {
  const { store, used } = openAt(temporaryHome());
  answer(store, 'bare', 'chat');
  answer(store, 'adapted', 'chat', 'hera', adapted);
  answer(store, 'again', 'chat', 'auto', adapted);
  for (const run of ['bare', 'adapted', 'again']) used.ended(run);
  await used.settled();
  const own = keptUnder(adapted, { id: 'large' });
  expect([keptUnder(local, { id: 'large', sha256: 'e'.repeat(64) }), keptUnder(null, { id: 'large' })]).toEqual(['large', 'large']);
  expect([await used.count('large'), await used.count(own), await used.count(keptUnder({ ...adapted, sha256: 'c'.repeat(64) }, { id: 'large' }))]).toEqual([2, 4, 0]);
  const found = async (owner: string) => (await used.findFor({ transitions: [] }, owner, letterEmbedder))(await begin(), 9);
  expect(new Set((await found('large')).map(({ problem }) => problem))).toEqual(new Set(['run bare']));
  expect(new Set((await found(own)).map(({ problem }) => problem))).toEqual(new Set(['run adapted', 'run again']));
  expect(await used.forget(own)).toBe(4);
});
