import { afterEach, expect, test } from 'vitest';
import { noUsage, type ModelCard } from '../../../shared/agent/model.ts';
import type { HeraFile } from '../../../shared/hera/heraFile.ts';
import { fitYes } from '../../../shared/hera/fit/heads.ts';
import { likeness } from '../../../shared/hera/parts/subtaskSimilarity.ts';
import { letterEmbedder, sampleProfile } from '../../../shared/hera/testing/sampleProfile.ts';
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
  return { ...file, provenance: { ...file.provenance, profile: 'zeroShot', date: '2026-12-01T00:00:00.000Z' } };
}

function setUp(refitEvery: number) {
  let clock = Date.parse('2027-01-01T00:00:00Z');
  const at = () => (clock += 1000);
  const store = openStore(tandemPaths({ TANDEM_HOME: temporaryHome() }), at);
  opened.push(store);
  let profile = homeProfile();
  const saved: HeraFile[] = [];
  const learner = createHeraLearner({
    store, settings: () => ({ refitEvery }), now: at, embedder: () => Promise.resolve(letterEmbedder),
    profiles: { forPair: (one) => (one.sha256 === local.sha256 ? { file: profile, why: '' } : { file: null, why: 'none' }), save: (file) => { saved.push(file); profile = file; } },
    log: { info: () => undefined, error: (what, cause) => { throw cause instanceof Error ? cause : new Error(what); } },
  });
  /** One answer with two steps asked; `alike` says how often the expert wrote the same, whatever the local model felt. */
  const answer = (i: number, alike: (logProb: number) => number, random: () => number) => {
    const id = `run-${i}`;
    store.chats.create({ id: `chat-${i}`, title: 'Chat', isTitled: true, at: at() });
    store.runs.create({ id, chatId: `chat-${i}`, request: { question: 'How much?', shape: 'steps', policy: 'hera', dial: 0.5, seed: i, documents: [] } });
    store.chats.addMessage({ id: `m-${i}`, chatId: `chat-${i}`, role: 'assistant', text: '', createdAt: at(), runId: id });
    const events: RunEvent[] = [{ type: 'runStarted', question: 'How much?', shape: 'steps', local, expert, policy: 'hera', dial: 0.5, profile: 'zeroShot', seed: 1, limits: { maxSteps: 9, maxTokensPerStep: 99, maxUsd: null } }];
    for (let step = 0; step < 2; step += 1) {
      const logProb = -3 * random();
      const text = random() < alike(logProb) ? 'It is 3.' : 'Look for 99 ships.';
      events.push({ type: 'candidateDiscarded', step, text: 'It is 3.', usage: noUsage, ms: 1, tokens: tokens(logProb), tools: [], reason: 'step' },
        { type: 'stepAccepted', step, by: 'expert', kind: 'reasoning', model: 'Large', text, usage: noUsage, ms: 1, usd: 0, tokens: [], tools: [], why: '' });
    }
    store.runs.append(id, [...events, { type: 'runFinished' as const, answer: '3', ms: 9 }].map((event, n) => ({ seq: n + 1, at: at(), event })));
    store.runs.setStatus(id, 'finished');
    learner.ended(id);
  };
  const head = (logProb: number) => likeness({ likeness: profile.likeness }, { question: 'How much?', steps: [], position: 0 }, { text: 'It is 3.', reason: 'step', tokens: tokens(logProb), tools: [] });
  return { store, learner, answer, saved, head };
}

test('after so many requests from another domain the likeness head is fitted anew, and tells what is so there', async () => {
  const { store, learner, answer, saved, head } = setUp(120);
  const before = head(-0.2) ?? 0;
  const random = seededRandom(9);
  for (let i = 0; i < 119; i += 1) answer(i, () => 0.1, random);
  await learner.settled();
  expect(saved).toHaveLength(0);
  answer(119, () => 0.1, random);
  await learner.settled();
  expect(saved).toHaveLength(1);
  expect(before).toBeGreaterThan(0.8);
  expect(head(-0.2)).toBeLessThan(0.3);
  expect(store.learning.lastRefit('hera aaaaaaaaaaaaaaaa large zeroShot')).toMatchObject({ isPromoted: true });
});

test('where nothing has shifted the head in use stays, and the next challenge waits for as many requests again', async () => {
  const { store, learner, answer, saved } = setUp(60);
  const random = seededRandom(4);
  for (let i = 0; i < 61; i += 1) answer(i, (x) => 1 / (1 + Math.exp(-3 * (x + 1.5))), random);
  await learner.settled();
  expect(saved).toHaveLength(0);
  expect(store.learning.lastRefit('hera aaaaaaaaaaaaaaaa large zeroShot')).toMatchObject({ isPromoted: false });
});
