import { describe, expect, it } from 'vitest';
import { defaultSettings } from '../contract/entities.ts';
import { TandemError } from '../errors.ts';
import { policyById } from '../switching/policies/index.ts';
import type { SwitchPolicy } from '../switching/policy.ts';
import { scriptedExpertCard } from '../testing/scriptedModel.ts';
import type { RunEvent } from '../trace/events.ts';
import { emptyRun, reduceRunAll } from '../trace/reduceRun.ts';
import { notNeeded } from './callPrice.ts';
import { noUsage, type ExpertModel, type StepPart } from './model.ts';
import { runAgent } from './runAgent.ts';
import type { RunDeps, RunInput } from './runTypes.ts';
import { handExpert, undecidedLocal, undecidedPolicy, untilAborted } from './testing/undecided.ts';

const input: RunInput = { question: 'How many minutes?', history: [], documents: [], shape: 'steps', accepted: [], profile: 'twoExamples', seed: 1 };
const usage = { ...noUsage, inputTokens: 100, freshInputTokens: 100, outputTokens: 4 };
const finish: StepPart = { type: 'finish', reason: 'step', text: '20 + 60 = 80', usage, tokens: [], tools: [] };
const price = 120e-6;

function signalled(): { readonly come: Promise<void>; tell(): void } {
  let tell: () => void = () => undefined;
  const come = new Promise<void>((resolve) => { tell = resolve; });
  return { come, tell: () => tell() };
}

const run = (change: Partial<RunDeps>, signal?: AbortSignal, on?: Partial<RunInput>) => asSet({ speculative: true, ...change }, signal, on);

async function asSet(change: Partial<RunDeps>, signal = new AbortController().signal, on: Partial<RunInput> = {}): Promise<readonly RunEvent[]> {
  let clock = 1000;
  const deps: RunDeps = {
    local: undecidedLocal(() => Promise.resolve(true)), expert: null, policy: undecidedPolicy(), dial: () => 0.5,
    limits: { maxSteps: 8, maxTokensPerStep: 100, maxUsd: null }, whenExpertFails: 'continue', now: () => (clock += 5), ...change,
  };
  const events: RunEvent[] = [];
  for await (const event of runAgent({ ...input, ...on }, deps, signal)) events.push(event);
  return events;
}
const view = (events: readonly RunEvent[]) => reduceRunAll(emptyRun, events.map((event, index) => ({ seq: index + 1, at: index, event })));
const ofType = <T extends RunEvent['type']>(events: readonly RunEvent[], type: T) => events.filter((event): event is Extract<RunEvent, { type: T }> => event.type === type);

const throwing = (error: TandemError): AsyncIterable<StepPart> => ({ [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(error) }) });

/** Says two words, tells it, and then hangs until it is given up. */
function hanging(sent: AbortSignal[], said: () => void): ExpertModel {
  return handExpert(async function* (_, signal): AsyncGenerator<StepPart> {
    sent.push(signal);
    yield { type: 'delta', text: '20 + ' };
    yield { type: 'delta', text: '60 =' };
    said();
    await untilAborted(signal);
  });
}

describe('a call begun early', () => {
  it('is running while the step is undecided, and gone on with when the expert is needed: one call, its words as usual', async () => {
    const begun = signalled();
    const decided = signalled();
    const order: string[] = [];
    const expert = handExpert(async function* (position, signal): AsyncGenerator<StepPart> {
      order.push(`sent ${position}`);
      yield { type: 'delta', text: '20 + ' };
      begun.tell();
      await Promise.race([decided.come, untilAborted(signal)]);
      yield { type: 'delta', text: '60 = 80' };
      yield finish;
    });
    const local = undecidedLocal(async (position) => {
      if (position !== 1) return true;
      await begun.come;
      order.push('decided');
      decided.tell();
      return false;
    });
    const events = await run({ local, expert });
    expect(order.slice(order.indexOf('sent 1'))).toEqual(['sent 1', 'decided', 'sent 2']);
    const [escalated] = ofType(events, 'stepEscalated');
    expect(escalated).toMatchObject({ step: 1, redactions: { email: 1 }, payloadDigest: 'digest of step 1' });
    expect(escalated?.begunMsEarly).toBeGreaterThan(0);
    expect(ofType(events, 'stepDelta').filter(({ by }) => by === 'expert').map(({ text }) => text)).toEqual(['20 + ', '60 = 80']);
    const step = view(events).steps[1];
    expect(step).toMatchObject({ by: 'expert', text: '20 + 60 = 80', usd: expect.closeTo(price, 12) as unknown, discardedCall: null, escalation: { begunMsEarly: escalated?.begunMsEarly }, discarded: [{ text: '60 + 60 = 120' }] });
    expect(step?.ms).toBeGreaterThan(escalated?.begunMsEarly ?? Infinity);
  });

  it('is given up at once when the step stays here, and paid: what was sent and what had been said', async () => {
    const sent: AbortSignal[] = [];
    let said = signalled();
    const local = undecidedLocal(async () => {
      await said.come;
      said = signalled();
      return true;
    });
    const events = await run({ local, expert: hanging(sent, () => said.tell()) });
    expect(view(events).steps.map((step) => step.by)).toEqual(['local', 'local', 'local']);
    expect(sent.map((signal) => signal.reason)).toEqual([notNeeded, notNeeded, notNeeded]);
    // Nine characters, never counted as fewer than one token for two of them.
    const usd = (100 + 5 * 5) / 1e6;
    expect(ofType(events, 'expertCallDiscarded')).toMatchObject([0, 1, 2].map((step) => ({
      step, usd, atMost: false, usage: { inputTokens: 100, outputTokens: 5 }, redactions: { email: 1 }, payloadDigest: `digest of step ${step}`, where: 'remote', ms: expect.any(Number) as unknown,
    })));
    expect(view(events).totals.usd).toBeCloseTo(3 * usd, 12);
    expect(view(events).steps[0]).toMatchObject({ discardedCall: { usd, to: 'Scripted expert' }, usd: 0 });
  });

  it("counts against the answer's own limit", async () => {
    // Two discarded calls of $0.01 each leave too little for ten more.
    const expert = handExpert(async function* (_, signal): AsyncGenerator<StepPart> {
      yield { type: 'delta', text: '20' };
      await untilAborted(signal);
    }, { maxUsd: 0.01 });
    const events = await run({ expert, limits: { maxSteps: 8, maxTokensPerStep: 100, maxUsd: 0.115 } });
    expect(ofType(events, 'expertCallDiscarded').map(({ step, usd, atMost }) => ({ step, usd, atMost }))).toEqual([{ step: 0, usd: 0.01, atMost: true }, { step: 1, usd: 0.01, atMost: true }]);
    expect(view(events).status).toBe('finished');
  });

  it('goes by what the expert itself counted', async () => {
    const counted = signalled();
    const expert = handExpert(async function* (_, signal): AsyncGenerator<StepPart> {
      yield { type: 'usage', usage: { ...noUsage, inputTokens: 70, freshInputTokens: 70, outputTokens: 1 } };
      counted.tell();
      await untilAborted(signal);
    });
    const events = await run({ expert, local: undecidedLocal(async () => { await counted.come; return true; }) });
    expect(ofType(events, 'expertCallDiscarded')[0]).toMatchObject({ usd: 75e-6, usage: { inputTokens: 70, outputTokens: 1 } });
  });

  it('ends with the run: an abort stops it, tells its price, and nothing is left running', async () => {
    const stop = new AbortController();
    const sent: AbortSignal[] = [];
    const said = signalled();
    const local = undecidedLocal(async (_, signal) => {
      await said.come;
      stop.abort();
      return await untilAborted(signal);
    });
    const events = await run({ local, expert: hanging(sent, () => said.tell()) }, stop.signal);
    expect(sent.map((signal) => signal.aborted)).toEqual([true]);
    expect(events.slice(-2)).toMatchObject([{ type: 'expertCallDiscarded', usd: 0.001, atMost: true }, { type: 'runCancelled' }]);
  });

  it('is stopped when nobody listens to the run any more', async () => {
    const sent: AbortSignal[] = [];
    const said = signalled();
    const deps: RunDeps = {
      local: undecidedLocal(async () => { await said.come; return false; }), expert: hanging(sent, () => said.tell()), policy: undecidedPolicy(), dial: () => 0.5, speculative: true,
      limits: { maxSteps: 8, maxTokensPerStep: 100, maxUsd: null }, whenExpertFails: 'continue', now: () => 0,
    };
    for await (const event of runAgent(input, deps, new AbortController().signal)) if (event.type === 'candidateScored') break;
    expect(sent.map((signal) => signal.aborted)).toEqual([true]);
  });
});

describe('a call begun early that fails', () => {
  const gone = new TandemError('expertUnreachable', 'The expert cannot be reached.');
  const failing = (error: TandemError, failed: () => void, text = '20 ') => handExpert(async function* (): AsyncGenerator<StepPart> {
    if (text !== '') yield { type: 'delta', text };
    failed();
    await Promise.resolve();
    throw error;
  });

  it.each([[gone, '', 0], [new TandemError('expertMalformed', 'The answer broke off.'), '20 ', 0.001]])('and is not needed is no matter but its price: %s', async (error, text, usd) => {
    const failed = signalled();
    const events = await run({ expert: failing(error, failed.tell, text), local: undecidedLocal(async () => { await failed.come; return true; }) });
    expect(view(events).steps.map((step) => step.by)).toEqual(['local', 'local', 'local']);
    expect(ofType(events, 'expertUnavailable')).toEqual([]);
    expect(ofType(events, 'expertCallDiscarded').map((event) => event.usd)).toEqual([usd, usd, usd]);
  });

  it('and is needed is a failure as any other: told, the candidate kept, the expert left alone after two', async () => {
    const failed = signalled();
    const events = await run({ expert: failing(gone, failed.tell), local: undecidedLocal(async () => { await failed.come; return false; }) });
    expect(view(events).steps.map((step) => [step.by, step.text])).toEqual([['local', '20 * 3 = 60'], ['local', '60 + 60 = 120'], ['local', '480']]);
    expect(ofType(events, 'expertUnavailable')).toHaveLength(2);
    expect(ofType(events, 'stepEscalated')).toHaveLength(2);
  });

  it('before it was sent is asked again in the ordinary way, where the reason is told', async () => {
    const capped = new TandemError('spendingCapReached', 'Nothing was sent.');
    const expert: ExpertModel = { card: scriptedExpertCard, prepareStep: () => Promise.reject(capped) };
    const kept = await run({ expert });
    expect(kept.some((event) => event.type === 'expertCallDiscarded' || event.type === 'budgetReached')).toBe(false);
    const asked = await run({ expert, local: undecidedLocal(() => Promise.resolve(false)) });
    expect(ofType(asked, 'budgetReached')[0]).toMatchObject({ limit: 'spendingCap' });
  });

  it('refused while it was sent has cost nothing and is not spoken of', async () => {
    const expert = handExpert(() => throwing(new TandemError('spendingCapReached', 'Nothing was sent.')));
    expect(ofType(await run({ expert }), 'expertCallDiscarded')).toEqual([]);
  });
});

describe('nothing is begun early', () => {
  const never = (sent: number[]) => handExpert(async function* (position): AsyncGenerator<StepPart> {
    sent.push(position);
    yield finish;
  });
  const eager = (): SwitchPolicy => ({
    id: 'adaswitch',
    afterCandidate: (_context, _candidate, probe) => {
      probe?.undecided?.();
      return Promise.resolve({ value: 0.99, meaning: 'pWrong', calibrated: true, parts: [], costMs: 0 });
    },
  });
  const here = { ...scriptedExpertCard, where: 'thisDevice' as const };
  const left = (usd: number | null) => ({ leftUsd: () => usd });

  it.each<[string, (expert: ExpertModel) => Partial<RunDeps>, Partial<RunInput>]>([
    ['where it is not switched on', (expert) => ({ expert, speculative: false }), {}],
    ['for an expert on this device', (expert) => ({ expert: { ...expert, card: here } }), {}],
    ["near the answer's own limit", (expert) => ({ expert, limits: { maxSteps: 8, maxTokensPerStep: 100, maxUsd: 0.009 } }), {}],
    ['near a cap', (expert) => ({ expert: { ...expert, ...left(0.009) } }), {}],
    ['for a reply', (expert) => ({ expert }), { shape: 'reply' }],
    ['where the cheap signs suffice', (expert) => ({ expert, dial: () => 0.99 }), {}],
    ["at the dial's private end", (expert) => ({ expert, dial: () => 1, policy: eager() }), {}],
    ['by a policy that always asks the model itself', (expert) => ({ expert, policy: policyById('selfCheck'), dial: () => 0.9 }), {}],
  ])('%s', async (_, change, on) => {
    const sent: number[] = [];
    const events = await run(change(never(sent)), undefined, on);
    expect(view(events).status).toBe('finished');
    expect(sent).toEqual([]);
    expect(ofType(events, 'expertCallDiscarded')).toEqual([]);
  });

  it('by default', async () => {
    const sent: number[] = [];
    await asSet({ expert: never(sent) });
    expect(sent).toEqual([]);
    expect(defaultSettings.speculative).toBe(false);
  });

  it.each([0.011, null])('but is where %s dollars are left', async (usd) => {
    const sent: number[] = [];
    await run({ expert: { ...never(sent), ...left(usd) } });
    expect(sent).toEqual([0, 1, 2]);
  });

  it('for a step that the user asked for', async () => {
    const sent: number[] = [];
    const branch = { from: { runId: 'r', step: 0, by: 'local' as const }, kept: [] };
    await run({ expert: never(sent) }, undefined, { branch });
    expect(sent).toEqual([1, 2]);
  });
});
