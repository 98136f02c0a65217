import { afterEach, expect, it } from 'vitest';
import type { DialMode } from '../../../shared/contract/dial.ts';
import { sampleGate } from '../../../shared/switching/gate/testing/sampleGate.ts';
import { eventsToEnd, firstState } from '../../../shared/testing/follow.ts';
import { scriptedLocal, scriptedLocalCard } from '../../../shared/testing/scriptedModel.ts';
import { emptyRun, reduceRunAll } from '../../../shared/trace/reduceRun.ts';
import { openGateStore } from '../exam/gateStore.ts';
import { tandemPaths } from '../paths.ts';
import { pianoScript, serverChoice, temporaryHome, testService, type TestService } from '../runs/testing/testService.ts';

const open: TestService[] = [];
afterEach(async () => { for (const { service } of open.splice(0)) await service.close(); });

const sha256 = 'a'.repeat(64);
const at = (value: number) => ({ value, low: value, high: value });

/** A model whose exam of 400 problems showed 90 % right at p = 0 and 40 % at p = 1. */
async function examined(): Promise<TestService> {
  const home = temporaryHome();
  const gate = sampleGate(sha256, 'zeroShot', 400);
  const curve = Array.from({ length: 21 }, (_, i) => ({ p: i / 20, share: at(1 - i / 20), accuracy: at(0.9 - (0.5 * i) / 20), usdPerQuestion: null }));
  openGateStore(tandemPaths({ TANDEM_HOME: home }).heads, () => undefined).save({ ...gate, measured: { ...gate.measured, curve, repairs: { value: 0.6, low: 0.5, high: 0.7, n: 80 } } });
  const tested = await testService({ home, local: scriptedLocal(pianoScript, { card: { ...scriptedLocalCard, sha256 } }) });
  open.push(tested);
  await firstState(tested.client, 'app', {}, (app) => app.local.state === 'ready');
  return tested;
}

async function dialOf({ client }: TestService, dialMode: DialMode, policy: 'adaswitch' | 'random' = 'adaswitch'): Promise<number | null> {
  await client.call('settings.set', { dialMode });
  const chat = await client.call('chats.create', {});
  const { runId } = await client.call('runs.start', { chatId: chat.id, question: 'How many minutes are 12 times 90 minutes?', policy });
  return reduceRunAll(emptyRun, await eventsToEnd(client, runId)).dial;
}

it('sets p for the next question as the mode has it, and tells it beforehand', async () => {
  const tested = await examined();
  const p = await dialOf(tested, { kind: 'accuracy', target: 0.6 });
  expect(p).toBeGreaterThan(0.4);
  expect(p).toBeLessThan(0.6);
  expect(await firstState(tested.client, 'dial', {}, (dial) => dial.holds)).toMatchObject({ p, words: expect.stringContaining('At least 60 % right') as unknown });
  expect(await dialOf(tested, { kind: 'threshold' })).toBe(0.5);
});

it('leaves the slider to a policy whose scores are no probabilities', async () => {
  expect(await dialOf(await examined(), { kind: 'accuracy', target: 0.3 }, 'random')).toBe(0.5);
});

it('keeps a budget for whoever costs something, and tells anew when money was spent', async () => {
  const tested = await examined();
  await tested.client.call('settings.set', { expert: serverChoice, dialMode: { kind: 'budget', usdPerMonth: 3 } });
  expect(await firstState(tested.client, 'dial', {}, (dial) => dial.holds)).toMatchObject({ p: 0.5, budget: { spentUsd: 0 } });
  await tested.client.call('expert.agree', { key: 'expert.example', capUsd: 5 });
  const chat = await tested.client.call('chats.create', {});
  const { runId } = await tested.client.call('runs.start', { chatId: chat.id, question: 'How many minutes are 12 times 90 minutes?', dial: 0 });
  await eventsToEnd(tested.client, runId);
  expect(await firstState(tested.client, 'dial', {}, (dial) => (dial.budget?.spentUsd ?? 0) > 0)).toMatchObject({ holds: true, words: expect.stringContaining('At the pace of $3.00') as unknown });
});
