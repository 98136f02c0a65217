import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { scriptedLocal } from '../../../shared/testing/scriptedModel.ts';
import { policyById } from '../../../shared/switching/policies/index.ts';
import { createExpert, expertCard } from '../expert/createExpert.ts';
import { startFakeCloud, type FakeCloud } from '../expert/testing/fakeCloud.ts';
import { tandemPaths } from '../paths.ts';
import { openStore } from '../runs/store/openStore.ts';
import { answerOnce } from './answerOnce.ts';
import { openCallCache } from './calls/callCache.ts';
import type { EvalProblem } from './data/evalProblem.ts';
import { openPair } from './openPair.ts';
import { wayToExpert, type WayToExpert } from './wayToExpert.ts';

let cloud: FakeCloud;
let home = '';
const open: WayToExpert[] = [];
const never = new AbortController().signal;
const choice = { kind: 'claude', model: 'claude-haiku-5-5' } as const;
const problem = (id: string): EvalProblem => ({ kind: 'answer', dataset: 'own', id, question: `Problem ${id}: what is 5 + 5?`, documents: [], gold: { rule: 'number', value: 10, tolerance: 0 } });

beforeEach(async () => {
  cloud = await startFakeCloud();
  home = fs.mkdtempSync(path.join(os.tmpdir(), 'tandem-way-'));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const way of open.splice(0)) way.close();
  await cloud.close();
});
const paths = () => tandemPaths({ TANDEM_HOME: home });

/** One evaluation with the fake Claude, on a cache that outlives it. */
async function evaluated(id: string, agreeUsd: number | null) {
  const way = wayToExpert(expertCard(choice, { claudeUrl: cloud.url }), { paths: paths(), agreeUsd, work: 'evaluation' });
  open.push(way);
  const { model } = await createExpert(choice, { key: 'sk-test', claudeUrl: cloud.url, maxRetries: 0, openGguf: () => Promise.reject(new Error('none')) }, never);
  try {
    return await answerOnce(problem(id), policyById('expertOnly'), 0.5, {
      local: scriptedLocal([{ text: '9' }]), expert: way.guard(model), cache: openCallCache(path.join(home, 'out', 'calls.jsonl')), profile: 'zeroShot', seed: 1,
      localParameters: 1, expertParameters: null, expertPrice: null,
    }, never);
  } finally {
    way.close();
    open.pop();
  }
}
function ledger() {
  const store = openStore(paths(), Date.now);
  const entries = store.ledger.list(null, 10);
  store.close();
  return entries;
}

it('nothing is sent without agreement, and the refusal says what would be sent, at what price and how to agree', async () => {
  await expect(evaluated('a', null)).rejects.toMatchObject({ kind: 'expertNotAgreed', message: expect.stringMatching(/^Nothing was sent\. This is what .* would receive: The problems, each with .*per million tokens[^.]*\. .*--agree/) as unknown });
  expect(cloud.requests).toEqual([]);
});

it('agreed, each payload is in the ledger; the agreement is kept; at the cap it stops, and goes on from there under a higher one', async () => {
  cloud.plan({ kind: 'text', text: 'Answer: 10' });
  expect((await evaluated('a', 1)).view.answer).toBe('10');
  expect(ledger()).toMatchObject([{ runId: 'evaluation', outcome: 'answered', payload: cloud.requests[0]?.raw }]);
  await evaluated('b', null);
  await expect(evaluated('c', 0.0000001)).rejects.toMatchObject({ kind: 'spendingCapReached', message: expect.stringContaining('start again to go on') as unknown });
  expect(cloud.requests).toHaveLength(2);
  // What was answered before costs nothing again.
  await evaluated('a', null);
  expect(cloud.requests).toHaveLength(2);
  await evaluated('c', 1);
  expect(cloud.requests).toHaveLength(3);
  expect(ledger()).toHaveLength(3);
});

it('a failing cloud stops the evaluation; an empty answer of it does not', async () => {
  cloud.plan({ kind: 'status', status: 429, type: 'rate_limit_error', message: 'slow down' });
  await expect(evaluated('a', 1)).rejects.toMatchObject({ kind: 'expertRateLimited' });
  cloud.plan({ kind: 'cut', text: 'Answer: 1', clean: true });
  await expect(evaluated('a', 1)).rejects.toMatchObject({ kind: 'expertMalformed' });
  cloud.plan({ kind: 'text', text: '' });
  expect(await evaluated('a', 1)).toMatchObject({ noSteps: 1, expertSteps: 0 });
});

it('the commands refuse it before any model is loaded, and while another Tandem counts the spending', async () => {
  vi.stubEnv('TANDEM_HOME', home);
  vi.stubEnv('ANTHROPIC_API_KEY', 'sk-test');
  const pair = (agreeUsd?: number) => openPair({ local: 'no-such-model', expert: { kind: 'choice', choice }, sequences: 1, note: () => undefined, ...(agreeUsd === undefined ? {} : { agreeUsd }) }, never);
  await expect(pair()).rejects.toMatchObject({ kind: 'expertNotAgreed' });
  const store = openStore(paths(), Date.now);
  await expect(pair(1)).rejects.toMatchObject({ kind: 'storeBusy', message: expect.stringContaining('Nothing was sent') as unknown });
  store.close();
  await expect(pair(1)).rejects.not.toMatchObject({ kind: 'expertNotAgreed' });
});
