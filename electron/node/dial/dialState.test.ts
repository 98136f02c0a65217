import { afterEach, beforeEach, expect, it } from 'vitest';
import { tandemPaths } from '../paths.ts';
import { openStore, type Store } from '../runs/store/openStore.ts';
import { temporaryHome } from '../runs/testing/testService.ts';
import { dialHistory } from './dialState.ts';

let store: Store;
const day = 86_400_000;
const now = new Date(2026, 10, 23, 12).getTime();
beforeEach(() => { store = openStore(tandemPaths({ TANDEM_HOME: temporaryHome() }), () => now); });
afterEach(() => store.close());

const score = (value: number, calibrated: boolean) => ({
  type: 'candidateScored', step: 0, stage: 'after', threshold: 0.5, decision: 'keep', why: 'x',
  score: { value, meaning: calibrated ? 'pWrong' : 'doubt', calibrated, parts: [], costMs: 0 },
} as const);

it('tells what was spent and scored of late, and nothing that is older', () => {
  store.chats.create({ id: 'chat', title: 'x', isTitled: true, at: now });
  store.runs.create({ id: 'run', chatId: 'chat', request: { question: 'q', shape: 'steps', policy: 'adaswitch', dial: 0.5, seed: 1, documents: [] } });
  store.runs.append('run', [
    { seq: 1, at: now - 70 * day, event: score(0.9, true) }, { seq: 2, at: now - 20 * day, event: score(0.2, true) },
    { seq: 3, at: now - day, event: score(0.3, true) }, { seq: 4, at: now - day, event: score(0.8, false) }, { seq: 5, at: now, event: { type: 'stepDelta', step: 1, by: 'local', text: 'x' } },
  ]);
  for (const [at, usd] of [[now - 61 * day, 5], [now - 30 * day, 2], [now - day, 0.5]] as const) {
    const id = store.ledger.reserve({ runId: 'run', step: 0, at, to: 'E', where: 'remote', host: 'h', payload: '', payloadDigest: '', maxUsd: 9 }, { capUsd: null, budgetUsd: null, monthStart: 0 });
    if (typeof id === 'number') store.ledger.settle(id, 'answered', { usd, atMost: false, reason: null, inputTokens: 1, outputTokens: 1 });
  }
  expect(dialHistory(store, now)).toEqual({
    spends: [{ at: now - 30 * day, usd: 2 }, { at: now - day, usd: 0.5 }], spentThisMonthUsd: 0.5, scores: [0.3, 0.2], stepsPerDay: 1 / 7,
  });
});
