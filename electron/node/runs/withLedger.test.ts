import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { notNeeded } from '../../../shared/agent/callPrice.ts';
import { noUsage, type ExpertModel, type StepPart, type StepRequest } from '../../../shared/agent/model.ts';
import { TandemError, type ErrorKind } from '../../../shared/errors.ts';
import { gate, scriptedExpert, scriptedExpertCard, type ScriptedStep } from '../../../shared/testing/scriptedModel.ts';
import { tandemPaths } from '../paths.ts';
import { openStore, type Store } from './store/openStore.ts';
import { temporaryHome } from './testing/testService.ts';
import { monthStart, withLedger } from './withLedger.ts';

let store: Store;
const at = new Date(2026, 10, 23, 12).getTime();
let time = at;
const request: StepRequest = {
  question: 'q', history: [], steps: [], shape: 'steps', profile: 'zeroShot', documents: [], tools: [], until: 'step', maxTokens: 100, temperature: 0, seed: 0,
};
const host = 'expert.example';

beforeEach(() => {
  time = at;
  store = openStore(tandemPaths({ TANDEM_HOME: temporaryHome() }), () => time);
});
afterEach(() => store.close());

function guarded(script: readonly ScriptedStep[], options: { readonly capUsd?: number; readonly maxUsd?: number; readonly sent?: string[]; readonly budgetUsd?: number; readonly host?: string; readonly expert?: ExpertModel } = {}): ExpertModel {
  const expert = options.expert ?? scriptedExpert(script, { maxUsd: options.maxUsd ?? 0.001, onSend: (payload) => options.sent?.push(payload) });
  const agreements = options.capUsd === undefined ? {} : { [host]: { at, capUsd: options.capUsd } };
  return withLedger(expert, { runId: 'run', ledger: store.ledger, agreements: () => agreements, now: () => time, onChange: () => undefined, budgetUsd: () => options.budgetUsd ?? null });
}

const failing = (text: string, kind: ErrorKind): ScriptedStep => ({ text, failure: new TandemError(kind, 'failed') });

async function* reportThenFail(kind: ErrorKind): AsyncGenerator<StepPart> {
  yield await Promise.resolve({ type: 'usage', usage: { ...noUsage, inputTokens: 40 } } as const);
  throw new TandemError(kind, 'failed');
}

async function ask(expert: ExpertModel, signal = new AbortController().signal): Promise<readonly StepPart[]> {
  const parts: StepPart[] = [];
  for await (const part of (await expert.prepareStep(request)).send(signal)) parts.push(part);
  return parts;
}

describe('the way to a remote expert', () => {
  it('is closed before the user agreed: nothing is sent, nothing written', async () => {
    const sent: string[] = [];
    await expect(guarded([{ text: 'a b' }], { sent }).prepareStep(request)).rejects.toMatchObject({ kind: 'expertNotAgreed' });
    expect(sent).toEqual([]);
    expect(store.ledger.list(null, 10)).toEqual([]);
  });

  it('writes the entry before anything is sent, and the price afterwards', async () => {
    const expert = scriptedExpert([{ text: 'a b' }], { onSend: (payload) => {
      expect(store.ledger.list('run', 10)).toMatchObject([{ outcome: 'sent', payload, to: 'Scripted expert', host, where: 'remote', step: 0, at }]);
    } });
    await ask(guarded([], { capUsd: 1, expert }));
    // 11 tokens sent at $1 and 2 written at $5 a million.
    expect(store.ledger.list('run', 10)).toMatchObject([{ outcome: 'answered', inputTokens: 11, outputTokens: 2, usd: expect.closeTo(21e-6, 9) as unknown }]);
    expect(store.ledger.spentSince(monthStart(at))).toBeCloseTo(21e-6, 9);
  });

  it('is closed when the cap could be passed, and open again next month', async () => {
    const sent: string[] = [];
    const expert = guarded([{ text: 'a b', failure: new TandemError('expertMalformed', 'cut') }], { capUsd: 0.25, maxUsd: 0.1, sent });
    await expect(ask(expert)).rejects.toMatchObject({ kind: 'expertMalformed' });
    await expect(ask(expert)).rejects.toMatchObject({ kind: 'expertMalformed' });
    await expect(ask(expert)).rejects.toMatchObject({ kind: 'spendingCapReached', message: expect.stringContaining('$0.25') as unknown });
    expect(sent).toHaveLength(2);
    time = new Date(2026, 11, 1).getTime();
    await expect(ask(expert)).rejects.toMatchObject({ kind: 'expertMalformed' });
    expect(sent).toHaveLength(3);
  });

  it('never lets runs side by side pass the cap together', async () => {
    const held = gate();
    let open = 0;
    let mostOpen = 0;
    const script: readonly ScriptedStep[] = [{ text: 'a b', hold: async (signal) => {
      mostOpen = Math.max(mostOpen, ++open);
      await held.wait(signal);
      open--;
    } }];
    const expert = guarded(script, { capUsd: 0.5, maxUsd: 0.1 });
    const asked = Array.from({ length: 20 }, () => ask(expert));
    await held.reached;
    const refused = await Promise.allSettled(asked.map((one) => Promise.race([one, new Promise((resolve) => { setImmediate(resolve, 'open'); })])));
    expect(refused.filter((one) => one.status === 'rejected')).toHaveLength(15);
    expect(store.ledger.spentSince(0)).toBeCloseTo(0.5, 9);
    held.open();
    const settled = await Promise.allSettled(asked);
    expect(settled.filter((one) => one.status === 'fulfilled')).toHaveLength(5);
    expect(mostOpen).toBe(5);
    expect(store.ledger.list(null, 100)).toHaveLength(5);
    // What was held back and not used is free again.
    await ask(expert);
  });

  it('never passes the budget at all hosts together, also under a higher cap and with runs side by side', async () => {
    const other = scriptedExpert([{ text: 'a b' }], { card: { ...scriptedExpertCard, host: 'other.example' }, maxUsd: 0.1 });
    const agreements = { 'other.example': { at, capUsd: 9 } };
    const there = withLedger(other, { runId: 'other', ledger: store.ledger, agreements: () => agreements, budgetUsd: () => 0.35, now: () => time, onChange: () => undefined });
    const held = gate();
    const here = guarded([{ text: 'a b', hold: held.wait }], { capUsd: 9, maxUsd: 0.1, budgetUsd: 0.35 });
    const asked = [ask(here), ask(here), ask(here), ask(here)];
    await held.reached;
    await expect(ask(there)).rejects.toMatchObject({ kind: 'spendingCapReached', message: expect.stringContaining('monthly budget') as unknown });
    expect(store.ledger.spentSince(0)).toBeCloseTo(0.3, 9);
    held.open();
    expect((await Promise.allSettled(asked)).filter((one) => one.status === 'fulfilled')).toHaveLength(3);
    await ask(there);
  });

  it('is no limit where nothing can be counted, as the dial says there', async () => {
    await ask(guarded([{ text: 'a b' }], { capUsd: 9, budgetUsd: 9 }));
    const { price: _, ...unpriced } = scriptedExpertCard;
    const server = scriptedExpert([{ text: 'a b' }], { card: unpriced, maxUsd: 0 });
    expect(await ask(guarded([], { capUsd: 9, budgetUsd: 0, expert: server }))).not.toEqual([]);
  });

  it.each<[ErrorKind, number]>([
    ['expertUnreachable', 0], ['expertUnauthorized', 0], ['expertRateLimited', 0], ['expertOverloaded', 0], ['expertRejected', 0], ['expertTimedOut', 0.1], ['expertMalformed', 0.1],
  ])('counts after %s without an answer what may have been billed: %d', async (kind, usd) => {
    await expect(ask(guarded([failing('', kind)], { capUsd: 1, maxUsd: 0.1 }))).rejects.toMatchObject({ kind });
    expect(store.ledger.list(null, 1)).toMatchObject([{ outcome: 'failed', usd }]);
  });

  it.each<ErrorKind>(['expertOverloaded', 'expertRateLimited', 'expertRejected', 'expertMalformed'])('counts %s at its most once the answer has begun, in words or in its report of what was read', async (kind) => {
    await expect(ask(guarded([failing('a b', kind)], { capUsd: 1, maxUsd: 0.1 }))).rejects.toMatchObject({ kind });
    const silent = scriptedExpert([]);
    const reporting: ExpertModel = { ...silent, prepareStep: async (asked) => ({ ...await silent.prepareStep(asked), maxUsd: 0.1, send: () => reportThenFail(kind) }) };
    await expect(ask(guarded([], { capUsd: 1, expert: reporting }))).rejects.toMatchObject({ kind });
    expect(store.ledger.list(null, 2)).toMatchObject([{ outcome: 'failed', usd: 0.1 }, { outcome: 'failed', usd: 0.1 }]);
  });

  it('counts a stopped request at its most, and keeps the entry', async () => {
    const held = gate();
    const abort = new AbortController();
    const asked = ask(guarded([{ text: 'a b', hold: held.wait }], { capUsd: 1, maxUsd: 0.1 }), abort.signal);
    await held.reached;
    abort.abort();
    await expect(asked).rejects.toMatchObject({ kind: 'cancelled' });
    expect(store.ledger.list(null, 1)).toMatchObject([{ outcome: 'failed', reason: 'stopped', usd: 0.1, atMost: true }]);
  });

  it.each([[undefined, { usd: 0.1, atMost: true, inputTokens: 0 }], [40, { usd: 40e-6, atMost: false, inputTokens: 40 }]] as const)('keeps of a call that is not needed that it was none, and whether it was counted: %s tokens sent', async (sentTokens, counted) => {
    const held = gate();
    const abort = new AbortController();
    const expert = scriptedExpert([{ text: 'a b', hold: held.wait }], { maxUsd: 0.1, ...(sentTokens === undefined ? {} : { sentTokens }) });
    const asked = ask(guarded([], { capUsd: 1, expert }), abort.signal);
    await held.reached;
    abort.abort(notNeeded);
    await expect(asked).rejects.toMatchObject({ kind: 'cancelled' });
    expect(store.ledger.list(null, 1)).toMatchObject([{ outcome: 'failed', reason: 'notNeeded', ...counted }]);
  });

  it('keeps of a call that was on its way when the process died the most it may have cost', async () => {
    const held = gate();
    const abort = new AbortController();
    const asked = ask(guarded([{ text: 'a b', hold: held.wait }], { capUsd: 1, maxUsd: 0.1 }), abort.signal);
    await held.reached;
    store.ledger.settleLost();
    expect(store.ledger.list(null, 1)).toMatchObject([{ outcome: 'failed', reason: 'failed', usd: 0.1, atMost: true }]);
    abort.abort();
    await expect(asked).rejects.toMatchObject({ kind: 'cancelled' });
  });

  it('to a model on this device needs no agreement, but is written down as well', async () => {
    const { host: _host, price: _price, ...rest } = scriptedExpertCard;
    const expert = scriptedExpert([{ text: 'a b' }], { card: { ...rest, where: 'thisDevice' }, maxUsd: 0 });
    await ask(guarded([], { expert }));
    expect(store.ledger.list(null, 1)).toMatchObject([{ where: 'thisDevice', host: 'this device', usd: 0, outcome: 'answered' }]);
  });
});
