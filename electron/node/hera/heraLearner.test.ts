import { afterEach, expect, test } from 'vitest';
import { noUsage, type ModelCard } from '../../../shared/agent/model.ts';
import type { Embedder } from '../../../shared/hera/embedder.ts';
import { heraFileSchema, type HeraFile } from '../../../shared/hera/heraFile.ts';
import { fitYes } from '../../../shared/hera/fit/heads.ts';
import { likeness } from '../../../shared/hera/parts/subtaskSimilarity.ts';
import { constantHead, letterEmbedder, sampleProfile } from '../../../shared/hera/testing/sampleProfile.ts';
import { domainOf } from '../../../shared/learn/domain.ts';
import { seededRandom } from '../../../shared/switching/random.ts';
import type { RunEvent } from '../../../shared/trace/events.ts';
import { tandemPaths } from '../paths.ts';
import { openStore, type Store } from '../runs/store/openStore.ts';
import { temporaryHome } from '../runs/testing/testService.ts';
import { createHeraLearner } from './heraLearner.ts';

const opened: Store[] = [];
afterEach(() => { for (const store of opened.splice(0)) store.close(); });
const local: ModelCard = { id: 'local', name: 'Local', kind: 'gguf', where: 'thisDevice', sha256: 'a'.repeat(64), profile: 'zeroShot' };
const expert: ModelCard = { id: 'large', name: 'Large', kind: 'gguf', where: 'thisDevice' };
const tokens = (logProb: number) => ['It', ' is', ' 3'].map((text) => ({ text, logProb, entropy: 0.5, margin: 0.5, isNumber: false, injected: false }));

/** At home being sure means writing as the expert does. */
function homeProfile(): HeraFile {
  const random = seededRandom(5);
  const head = fitYes(Array.from({ length: 600 }, (_, i) => {
    const x = -3 * random();
    return { values: { meanLogProb: x }, yes: random() < 1 / (1 + Math.exp(-3 * (x + 1.5))) ? 1 as const : 0 as const, problem: `p${i}` };
  }), ['meanLogProb'], random);
  const file = sampleProfile({ likeness: head && { columns: head.columns, model: head.model, calibration: head.calibration } });
  return { ...file, provenance: { ...file.provenance, profile: 'zeroShot', date: '2026-12-01T00:00:00.000Z' }, accuracies: (['urc', 'likeness'] as const).map((part) => ({ part, right: 8, of: 10, low: 0.5, high: 0.9, majority: 0.6, meanMs: null })) };
}

function setUp(refitEvery: number, opens: () => { readonly embedder: Embedder | null; readonly why: string } = () => ({ embedder: letterEmbedder, why: '' }), domain?: HeraFile['domain'], endedRuns: (own: Store) => Store['learning']['endedRuns'] = (own) => own.learning.endedRuns) {
  let clock = Date.parse('2027-01-01T00:00:00Z');
  const at = () => (clock += 1000);
  const store = openStore(tandemPaths({ TANDEM_HOME: temporaryHome() }), at);
  opened.push(store);
  let profile: HeraFile = { ...homeProfile(), ...(domain === undefined ? {} : { domain }) };
  const saved: HeraFile[] = [];
  const learner = createHeraLearner({
    store: { runs: store.runs, learning: { ...store.learning, endedRuns: endedRuns(store) } }, settings: () => ({ refitEvery }), now: at, embedder: () => Promise.resolve(opens()),
    profiles: { forPair: (one) => (one.sha256 === local.sha256 ? { file: profile, why: '' } : { file: null, why: 'none' }), save: (file) => { saved.push(file); profile = file; } },
    log: { info: () => undefined, error: (what, cause) => { throw cause instanceof Error ? cause : new Error(what); } },
  });
  /** One answer with two steps asked; `alike` says how often the expert wrote the same, whatever the local model felt. */
  const answer = (i: number, alike: (logProb: number) => number, random: () => number, by: { readonly local?: ModelCard; readonly keepsFrom?: number; readonly question?: string } = {}) => {
    const id = `run-${i}`;
    store.chats.create({ id: `chat-${i}`, title: 'Chat', isTitled: true, at: at() });
    const { question = 'How much?' } = by;
    store.runs.create({ id, chatId: `chat-${i}`, request: { question, shape: 'steps', policy: 'hera', dial: 0.5, seed: i, documents: [] } });
    store.chats.addMessage({ id: `m-${i}`, chatId: `chat-${i}`, role: 'assistant', text: '', createdAt: at(), runId: id });
    const events: RunEvent[] = [{ type: 'runStarted', question, shape: 'steps', local: by.local ?? local, expert, policy: 'hera', dial: 0.5, profile: 'zeroShot', seed: 1, limits: { maxSteps: 9, maxTokensPerStep: 99, maxUsd: null } }];
    for (let step = 0; step < 2; step += 1) {
      const logProb = -3 * random();
      if (logProb > (by.keepsFrom ?? 0)) {
        events.push({ type: 'candidateScored', step, stage: 'after', score: { value: 0.1, meaning: 'unlike', calibrated: false, parts: [], costMs: 0 }, threshold: 0.5, decision: 'keep', why: '' },
          { type: 'stepAccepted', step, by: 'local', kind: 'reasoning', model: 'Local', text: 'It is 3.', usage: noUsage, ms: 1, usd: 0, tokens: tokens(logProb), tools: [], why: '' });
        continue;
      }
      const text = random() < alike(logProb) ? 'It is 3.' : 'Look for 99 ships.';
      events.push({ type: 'candidateDiscarded', step, text: 'It is 3.', usage: noUsage, ms: 1, tokens: tokens(logProb), tools: [], reason: 'step' },
        { type: 'stepAccepted', step, by: 'expert', kind: 'reasoning', model: 'Large', text, usage: noUsage, ms: 1, usd: 0, tokens: [], tools: [], why: '' });
    }
    store.runs.append(id, [...events, { type: 'runFinished' as const, answer: '3', ms: 9 }].map((event, n) => ({ seq: n + 1, at: at(), event })));
    store.runs.setStatus(id, 'finished');
    learner.ended(id);
  };
  const head = (logProb: number) => likeness({ likeness: profile.likeness }, { question: 'How much?', steps: [], position: 0 }, { text: 'It is 3.', reason: 'step', tokens: tokens(logProb), tools: [] });
  return { store, learner, answer, saved, head, profile: () => profile, put: (file: HeraFile) => { profile = file; } };
}

const name = 'hera aaaaaaaaaaaaaaaa large zeroShot';
/** Log-loss of the head where the two write alike with this chance, over what the local model may feel. */
const lossAt = (head: (logProb: number) => number | null, alike: (logProb: number) => number, from = -3, to = 0) => {
  const grid = Array.from({ length: 200 }, (_, i) => from + ((to - from) * (i + 0.5)) / 200);
  return grid.reduce((sum, x) => sum - alike(x) * Math.log(head(x) ?? 0.5) - (1 - alike(x)) * Math.log(1 - (head(x) ?? 0.5)), 0) / grid.length;
};
const atHome = (x: number) => 1 / (1 + Math.exp(-3 * (x + 1.5)));

test('after so many requests from another domain the likeness head is fitted anew, and tells what is so there', async () => {
  const { store, learner, answer, saved, head } = setUp(120);
  const elsewhere = () => 0.1;
  const [before, cost, least] = [head(-0.2) ?? 0, lossAt(head, elsewhere), lossAt(elsewhere, elsewhere)];
  const random = seededRandom(9);
  for (let i = 0; i < 119; i += 1) answer(i, elsewhere, random);
  await learner.settled();
  expect(saved).toHaveLength(0);
  answer(119, elsewhere, random);
  await learner.settled();
  expect(saved).toHaveLength(1);
  expect(before).toBeGreaterThan(0.8);
  expect(head(-0.2)).toBeLessThan(0.3);
  expect((cost - lossAt(head, elsewhere)) / (cost - least)).toBeGreaterThan(0.8);
  expect(store.learning.lastRefit(name)).toMatchObject({ isPromoted: true });
});

test('a refit says when it was made, keeps the day of profiling, and leaves out how right the head before it was', async () => {
  const { learner, answer, saved, profile, store } = setUp(120);
  const before = profile();
  const random = seededRandom(9);
  for (let i = 0; i < 120; i += 1) answer(i, () => 0.1, random);
  await learner.settled();
  const [file] = saved;
  const refitted = file?.provenance.refitted ?? '';
  expect(Date.parse(refitted)).toBe(store.learning.lastRefit(name)?.at);
  expect(file).toEqual({ ...before, likeness: file?.likeness, provenance: { ...before.provenance, refitted }, accuracies: before.accuracies.filter(({ part }) => part === 'urc') });
  expect(file?.accuracies).toHaveLength(1);
  expect(heraFileSchema.parse(JSON.parse(JSON.stringify(file)))).toEqual(file);
  // What the refit has learnt from does not count again.
  for (let i = 120; i < 240; i += 1) answer(i, () => 0.1, random);
  await learner.settled();
  expect(store.learning.lastRefit(name)?.words).toMatch(/ of 120 requests/);
});

test.each([
  ['another profile', (file: HeraFile): HeraFile => ({ ...file, provenance: { ...file.provenance, date: '2026-12-24T00:00:00.000Z' } })],
  ['another head', (file: HeraFile): HeraFile => ({ ...file, likeness: constantHead(0.5) })],
] as const)('%s that was put in use while a refit was made stays, and the refit says so', async (_what, changed) => {
  let meanwhile = () => {};
  const { learner, answer, saved, profile, put, store } = setUp(120, () => {
    meanwhile();
    return { embedder: letterEmbedder, why: '' };
  });
  const other = changed(profile());
  meanwhile = () => { put(other); };
  const random = seededRandom(9);
  for (let i = 0; i < 120; i += 1) answer(i, () => 0.1, random);
  await learner.settled();
  expect(saved).toHaveLength(0);
  expect(profile()).toBe(other);
  expect(store.learning.lastRefit(name)).toMatchObject({ isPromoted: false, words: expect.stringMatching(/; another profile was put in use meanwhile and stays\.$/) as string });
  expect(learner.about(other).requests).toBe(0);
});

test('a refit that is due after more requests than a fit mostly looks at is made, also where most answers are of other models', async () => {
  // Two answers stand for thousands, in turn.
  const { learner, answer, store } = setUp(2500, undefined, undefined, () => (_since, limit) => Array.from({ length: Math.min(limit, 9999) }, (_, i) => ({ runId: `run-${i % 4 === 0 ? 1 : 0}`, chatId: 'chat' })));
  const random = seededRandom(9);
  answer(0, () => 0.1, random, { local: { ...local, sha256: 'b'.repeat(64) } });
  expect(store.learning.lastRefit(name)).toBeNull();
  answer(1, () => 0.1, random);
  await learner.settled();
  expect(store.learning.lastRefit(name)?.words).toMatch(/ of 2500 requests/);
});

test('what has shifted within the profiled kind is learnt; questions of another kind, which HERA leaves to AdaSwitch, teach it nothing and are told', async () => {
  const kind = await Promise.all(Array.from({ length: 40 }, (_, i) => letterEmbedder.embed(`How much are ${i} apples and ${i + 3} pears?`)));
  const { store, learner, answer, saved, head } = setUp(160, undefined, domainOf('letters', kind));
  const random = seededRandom(9);
  const [near, far] = ['How much are 9 apples and 7 pears?', 'Which river runs through Vienna?'];
  for (let i = 0; i < 160; i += 1) answer(i, () => 1, random, { question: far });
  await learner.settled();
  expect(saved).toHaveLength(0);
  expect(store.learning.lastRefit(name)?.words).toMatch(/^0 asked steps and 0 that stayed here, of 0 requests \(160 more are of another kind/);
  for (let i = 160; i < 320; i += 1) answer(i, i % 2 === 0 ? () => 0.1 : () => 1, random, { question: i % 2 === 0 ? near : far });
  await learner.settled();
  expect(saved).toHaveLength(1);
  for (const logProb of [-2.5, -1.5, -0.2]) expect(head(logProb)).toBeLessThan(0.3);
  expect(store.learning.lastRefit(name)?.words).toMatch(/of 80 requests \(240 more/);
});

test('where nothing has shifted the head in use stays, and the next challenge waits for as many requests again', async () => {
  const { store, learner, answer, saved } = setUp(60);
  const random = seededRandom(4);
  for (let i = 0; i < 61; i += 1) answer(i, (x) => 1 / (1 + Math.exp(-3 * (x + 1.5))), random);
  await learner.settled();
  expect(saved).toHaveLength(0);
  expect(store.learning.lastRefit(name)).toMatchObject({ isPromoted: false });
});

test('what stayed here is held to what was known of it, and what was asked is learnt', async () => {
  const { learner, answer, saved, head, store } = setUp(150);
  const [below, above] = [lossAt(head, atHome, -1.5, 0), lossAt(head, () => 0.5, -3, -1.5)];
  const random = seededRandom(12);
  for (let i = 0; i < 150; i += 1) answer(i, () => 0.5, random, { keepsFrom: -1.5 });
  await learner.settled();
  expect(saved).toHaveLength(1);
  expect(store.learning.lastRefit(name)?.words).toMatch(/^\d+ asked steps and \d+ that stayed here, of 150 requests/);
  expect(lossAt(head, () => 0.5, -3, -1.5)).toBeLessThan(above - 0.1);
  expect(lossAt(head, atHome, -1.5, 0)).toBeLessThan(below + 0.05);
});

test('only answers of this pair count, and what became of the last refit is told', async () => {
  const { learner, answer, saved, profile, store } = setUp(40);
  const random = seededRandom(5);
  for (let i = 0; i < 39; i += 1) answer(i, () => 0.1, random);
  for (let i = 39; i < 60; i += 1) answer(i, () => 0.1, random, { local: { ...local, sha256: 'b'.repeat(64) } });
  await learner.settled();
  expect(saved).toHaveLength(0);
  expect(learner.about(profile())).toEqual({ requests: 39, every: 40, last: null, waits: null });
  answer(60, () => 0.1, random);
  await learner.settled();
  const last = store.learning.lastRefit(name);
  expect(last?.words).toMatch(/ of 40 requests/);
  expect(learner.about(profile())).toEqual({ requests: 0, every: 40, last: last && { at: last.at, words: last.words }, waits: null });
});

test('a refit that waits for the embedding model is made when that has come, without another answer', async () => {
  let here: { readonly embedder: Embedder | null; readonly why: string } = { embedder: null, why: 'The model is not on this device.' };
  const { learner, answer, saved, profile } = setUp(30, () => here);
  const random = seededRandom(5);
  for (let i = 0; i < 30; i += 1) answer(i, () => 0.1, random);
  learner.embedderCame();
  await learner.settled();
  expect(learner.about(profile())).toMatchObject({ requests: 30, waits: 'The model is not on this device.' });
  here = { embedder: letterEmbedder, why: '' };
  learner.embedderCame();
  expect(learner.about(profile()).waits).toBeNull();
  await learner.settled();
  expect(saved).toHaveLength(1);
  expect(learner.about(profile())).toMatchObject({ requests: 0, last: { words: expect.stringContaining('30 requests') as unknown } });
});

test('a refit that is due and cannot be made says why, and is made once the embedding model is here', async () => {
  let here: { readonly embedder: Embedder | null; readonly why: string } = { embedder: null, why: 'The model is not on this device.' };
  const { learner, answer, saved, profile } = setUp(30, () => here);
  const random = seededRandom(5);
  for (let i = 0; i < 31; i += 1) answer(i, () => 0.1, random);
  await learner.settled();
  expect(learner.about(profile())).toMatchObject({ last: null, waits: 'The model is not on this device.' });
  here = { embedder: { ...letterEmbedder, id: 'another' }, why: '' };
  answer(31, () => 0.1, random);
  await learner.settled();
  expect(learner.about(profile()).waits).toContain('another one than the profile was made with');
  here = { embedder: letterEmbedder, why: '' };
  answer(32, () => 0.1, random);
  await learner.settled();
  expect(saved).toHaveLength(1);
  expect(learner.about(profile())).toMatchObject({ requests: 0, last: { words: expect.stringContaining('33 requests') as unknown }, waits: null });
});
