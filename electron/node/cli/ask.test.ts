import fs from 'node:fs';
import { afterEach, expect, it } from 'vitest';
import { defaultSettings, type Settings } from '../../../shared/contract/entities.ts';
import { sampleGate } from '../../../shared/switching/gate/testing/sampleGate.ts';
import { scriptedExpert, scriptedLocal, scriptedLocalCard } from '../../../shared/testing/scriptedModel.ts';
import { firstState } from '../../../shared/testing/follow.ts';
import { numberedEventSchema } from '../../../shared/trace/events.ts';
import { emptyRun, reduceRunAll } from '../../../shared/trace/reduceRun.ts';
import type { RunView } from '../../../shared/trace/view.ts';
import { openGateStore } from '../exam/gateStore.ts';
import { tandemPaths } from '../paths.ts';
import { pianoScript, serverChoice, temporaryHome, testService } from '../runs/testing/testService.ts';
import { ask } from './ask.ts';
import { askPlan, type AskOptions } from './askPlan.ts';

const homes: string[] = [];
afterEach(() => { for (const home of homes.splice(0)) fs.rmSync(home, { recursive: true, force: true }); });

const sha256 = 'a'.repeat(64);
const at = (value: number) => ({ value, low: value, high: value });

/** `ask` on saved settings and scripted models, whose exam showed 90 % right at p = 0 and 40 % at p = 1. */
async function asked(saved: Partial<Settings>, options: AskOptions, mostUsdAStep = 0.001): Promise<{ readonly code: number; readonly run: RunView }> {
  const home = temporaryHome();
  homes.push(home);
  const gate = sampleGate(sha256, 'zeroShot', 400);
  const curve = Array.from({ length: 21 }, (_, i) => ({ p: i / 20, share: at(1 - i / 20), accuracy: at(0.9 - (0.5 * i) / 20), usdPerQuestion: null }));
  const paths = tandemPaths({ TANDEM_HOME: home });
  openGateStore(paths.heads, () => undefined).save({ ...gate, measured: { ...gate.measured, curve, repairs: { value: 0.6, low: 0.5, high: 0.7, n: 80 } } });
  fs.writeFileSync(paths.settings, JSON.stringify({ ...defaultSettings, expert: serverChoice, agreements: { 'expert.example': { at: 1, capUsd: 5 } }, ...saved }));
  let printed = '';
  const surroundings = { out: { write: (text: string) => { printed += text; }, isTerminal: false }, note: () => undefined, signal: new AbortController().signal };
  const code = await ask(askPlan('How many minutes are 12 times 90 minutes?', { json: true, ...options }), surroundings, async (settingsOverride) => {
    const expert = scriptedExpert([{ text: 'The expert says 12 * 90 = 1080.', reason: 'step' }], { maxUsd: mostUsdAStep });
    const { client, service } = await testService({ home, expert, local: scriptedLocal(pianoScript, { card: { ...scriptedLocalCard, sha256 } }), deps: { settingsOverride } });
    // The gate belongs to the model: what an accuracy or a budget comes to is known once that is here.
    await firstState(client, 'app', {}, (app) => app.local.state === 'ready');
    return { client, isAside: false, close: () => service.close() };
  });
  return { code, run: reduceRunAll(emptyRun, printed.trim().split('\n').map((line) => numberedEventSchema.parse(JSON.parse(line)))) };
}

it.each([
  { kind: 'threshold' }, { kind: 'accuracy', target: 0.9 }, { kind: 'accuracy', target: 0.6 }, { kind: 'budget', usdPerMonth: 3 },
] as const)('--dial counts, whatever sets the dial in the settings: %j', async (dialMode) => {
  const never = await asked({ dial: 0, dialMode }, { dial: '1' });
  expect(never.code).toBe(0);
  expect(never.run.dial).toBe(1);
  expect(never.run.totals).toMatchObject({ byLocal: never.run.totals.accepted, byExpert: 0 });
  const always = await asked({ dial: 1, dialMode }, { dial: '0' });
  expect(always.run.dial).toBe(0);
  expect(always.run.totals).toMatchObject({ byLocal: 0, byExpert: always.run.totals.accepted });
});

it('without --dial the mode of the settings sets it', async () => {
  const p = (await asked({ dial: 0.25, dialMode: { kind: 'accuracy', target: 0.6 } }, {})).run.dial;
  expect(p).toBeGreaterThan(0.4);
  expect(p).toBeLessThan(0.6);
  expect((await asked({ dial: 0.25 }, {})).run.dial).toBe(0.25);
});

it('a month’s budget is still kept where --dial asks for every step', async () => {
  const { run } = await asked({ dialMode: { kind: 'budget', usdPerMonth: 0.01 } }, { dial: '0' }, 0.02);
  expect(run.dial).toBe(0);
  expect(run.totals.byExpert).toBe(0);
});
