import { describe, expect, it } from 'vitest';
import { TandemError } from '../errors.ts';
import { policyById } from '../switching/policies/index.ts';
import { gate, scriptedExpert, scriptedExpertCard, scriptedLocal, type ScriptedStep } from '../testing/scriptedModel.ts';
import { runEventSchema, type RunEvent, type RunEventType } from '../trace/events.ts';
import { emptyRun, reduceRunAll } from '../trace/reduceRun.ts';
import { runAgent } from './runAgent.ts';
import type { RunDeps, RunInput } from './runTypes.ts';
import type { StepRequest } from './model.ts';

const input: RunInput = { question: 'How many minutes?', history: [], documents: [], shape: 'steps', accepted: [], profile: 'twoExamples', seed: 1 };
const sure = -0.001;
const unsure = -2.5;
const chain: readonly ScriptedStep[] = [{ text: '20 * 3 = 60', logProb: sure }, { text: '60 + 60 = 120', logProb: unsure }, { text: '480', logProb: sure }];
const better: readonly ScriptedStep[] = [{ text: 'E 20 * 3 = 60' }, { text: '20 + 60 = 80' }, { text: 'E 480' }];

function deps(change: Partial<RunDeps> = {}): RunDeps {
  let clock = 1000;
  return {
    local: scriptedLocal(chain), expert: scriptedExpert(better), policy: policyById('adaswitch'), dial: () => 0.5,
    limits: { maxSteps: 8, maxTokensPerStep: 100, maxUsd: null }, whenExpertFails: 'continue', now: () => (clock += 5), ...change,
  };
}

async function collect(events: AsyncIterable<RunEvent>, onEvent?: (event: RunEvent) => void): Promise<RunEvent[]> {
  const all: RunEvent[] = [];
  for await (const event of events) {
    all.push(event);
    onEvent?.(event);
  }
  return all;
}
const run = (change: Partial<RunDeps> = {}, on: Partial<RunInput> = {}, signal = new AbortController().signal) => collect(runAgent({ ...input, ...on }, deps(change), signal));
const view = (events: readonly RunEvent[]) => reduceRunAll(emptyRun, events.map((event, index) => ({ seq: index + 1, at: index, event })));
const types = (events: readonly RunEvent[]): RunEventType[] => events.map((event) => event.type).filter((type) => type !== 'stepDelta');
const writers = (events: readonly RunEvent[]) => view(events).steps.map((step) => step.by);

describe('who writes a step', () => {
  it('asks the expert for the doubtful step only, and discards the candidate once the expert is done', async () => {
    const events = await run();
    expect(writers(events)).toEqual(['local', 'expert', 'local']);
    expect(types(events).slice(4, 11)).toEqual(['stepStarted', 'candidateScored', 'stepEscalated', 'stepStarted', 'candidateDiscarded', 'stepAccepted', 'stepStarted']);
    expect(view(events)).toMatchObject({ status: 'finished', answer: '480' });
  });

  it('keeps of a discarded candidate all that it was scored by', async () => {
    const tools = [{ tool: 'calculator', input: '60 + 60', output: '120', ok: true } as const];
    const cutShort = chain.map((step): ScriptedStep => (step.logProb === unsure ? { ...step, tools, reason: 'length' } : step));
    const events = await run({ local: scriptedLocal(cutShort) });
    expect(view(events).steps[1]?.discarded).toMatchObject([{ text: '60 + 60 = 120', tools, reason: 'length' }]);
    const older = events.map((event): RunEvent => {
      if (event.type !== 'candidateDiscarded') return event;
      const { tools: _tools, reason: _reason, ...before } = event;
      return before;
    });
    expect(Object.keys(view(older.map((event) => runEventSchema.parse(event))).steps[1]?.discarded[0] ?? {})).toEqual(['text', 'ms', 'usage', 'tokens']);
  });

  it('handed over, the expert writes all that is left in one call, from the doubtful step on', async () => {
    const asked: StepRequest[] = [];
    const expert = scriptedExpert([{ text: 'x' }, { text: 'Step 2: 20 + 60 = 80\nStep 3: 80 * 6 = 480\nAnswer: 480' }]);
    const events = await run({ policy: policyById('handover'), expert: { ...expert, prepareStep: (request) => { asked.push(request); return expert.prepareStep(request); } } });
    expect(writers(events)).toEqual(['local', 'expert', 'expert', 'expert']);
    expect(view(events)).toMatchObject({ status: 'finished', answer: '480' });
    expect(asked).toMatchObject([{ until: 'finish', steps: [{ text: '20 * 3 = 60' }] }]);
    expect(types(events).filter((type) => type === 'stepEscalated')).toHaveLength(1);
  });

  it.each([['localOnly', 0, ['local', 'local', 'local']], ['expertOnly', 0.99, ['expert']], ['expertOnly', 1, ['local', 'local', 'local']], ['adaswitch', 1, ['local', 'local', 'local']], ['adaswitch', 0, ['expert', 'expert', 'expert']], ['random', 0, ['expert', 'expert', 'expert']], ['random', 1, ['local', 'local', 'local']], ['logProb', 0.5, ['local', 'expert', 'local']]] as const)(
    '%s with the dial at %s: %j',
    async (policy, dial, expected) => {
      expect(writers(await run({ policy: policyById(policy), dial: () => dial }))).toEqual(expected);
    },
  );

  it('writes no candidate where it would be thrown away whatever it says', async () => {
    let asked = 0;
    await run({ dial: () => 0, local: scriptedLocal(chain, { onRequest: () => { asked += 1; } }) });
    expect(asked).toBe(0);
  });

  it('without an expert it says where it would have asked', async () => {
    const events = await run({ expert: null });
    expect(writers(events)).toEqual(['local', 'local', 'local']);
    expect(view(events).totals.wouldAsk).toEqual([2]);
  });

  it('a new dial counts from the next step on and is told', async () => {
    let dial = 1;
    const events = await collect(runAgent(input, deps({ dial: () => dial }), new AbortController().signal), (event) => {
      if (event.type === 'stepAccepted' && event.step === 0) dial = 0;
    });
    expect(writers(events)).toEqual(['local', 'expert', 'expert']);
    expect(types(events)).toContain('dialChanged');
  });

  it('the same seed draws the same writers', async () => {
    const random = () => run({ policy: policyById('random') }, { seed: 5 });
    expect(writers(await random())).toEqual(writers(await random()));
  });
});

describe('the answer', () => {
  it('a chain that the expert finished in one go becomes its steps', async () => {
    const events = await run({ policy: policyById('expertOnly'), expert: scriptedExpert([{ text: 'Step 1: 20 * 3 = 60\nStep 2: 20 + 60 = 80\nAnswer: 480' }]) });
    expect(view(events).steps.map((step) => [step.by, step.kind, step.text])).toEqual([['expert', 'reasoning', '20 * 3 = 60'], ['expert', 'reasoning', '20 + 60 = 80'], ['expert', 'answer', '480']]);
    expect(view(events).totals.usd).toBeGreaterThan(0);
  });

  it('stops at the limit of steps with the last step as the answer', async () => {
    const endless = Array.from({ length: 20 }, (_, i): ScriptedStep => ({ text: `step ${i}`, reason: 'step' }));
    const events = await run({ local: scriptedLocal(endless), policy: policyById('localOnly') });
    expect(view(events).steps).toHaveLength(8);
    expect(types(events)).toContain('budgetReached');
    expect(view(events).answer).toBe('step 7');
  });

  it('stops a model that goes in circles', async () => {
    const events = await run({ local: scriptedLocal([{ text: 'again', reason: 'step' }]), policy: policyById('localOnly') });
    expect(view(events).steps).toHaveLength(2);
    expect(view(events).status).toBe('finished');
  });

  it('a model that writes nothing at all has failed, in words', async () => {
    const events = await run({ local: scriptedLocal([{ text: '', reason: 'stop' }]), policy: policyById('localOnly') });
    expect(view(events).error?.message).toContain('wrote nothing');
  });

  it.each(['length', 'repetition'] as const)('a model that used up its room without a step (%s) has failed, in words', async (reason) => {
    for (const steps of [[], chain.slice(0, 1)]) {
      const events = await run({ local: scriptedLocal([...steps, { text: '', reason }]), policy: policyById('localOnly') });
      expect(view(events)).toMatchObject({ status: 'failed', error: { kind: 'engineFailed', message: expect.stringContaining('used up its room') } });
    }
  });

  const documents = [{ title: 'Peru', text: 'The capital of Peru is Lima.' }];
  const lookups = ['Peru', 'the capital', 'Lima', 'a capital', 'capital of Peru', 'Peru Lima', 'is Lima', 'Peru is'].map((query): ScriptedStep => ({ text: `Lookup: ${query}`, reason: 'step' }));
  it('takes no passage for the answer where it stops', async () => {
    const thought: ScriptedStep = { text: 'It may be Lima.', reason: 'step' };
    const events = await run({ local: scriptedLocal([thought, ...lookups]), policy: policyById('localOnly') }, { documents });
    expect(view(events).steps.at(-1)?.kind).toBe('lookup');
    expect(view(events)).toMatchObject({ status: 'finished', answer: 'It may be Lima.' });
    expect(events.find((event) => event.type === 'budgetReached')).toMatchObject({ message: expect.stringContaining('The last step before what was looked up') });
  });

  it('says that there is no answer where only passages were looked up', async () => {
    for (const local of [scriptedLocal(lookups), scriptedLocal([{ text: 'Lookup: Peru', reason: 'step' }])]) {
      const events = await run({ local, policy: policyById('localOnly') }, { documents });
      expect(view(events)).toMatchObject({ status: 'finished', answer: 'No answer was found.' });
      expect(events.find((event) => event.type === 'budgetReached')).toMatchObject({ message: expect.stringContaining('There is no answer') });
    }
  });

  it('goes on from accepted steps', async () => {
    const requests: StepRequest[] = [];
    const events = await run({ local: scriptedLocal(chain, { onRequest: (request) => requests.push(request) }), policy: policyById('localOnly') }, { accepted: [{ by: 'local', text: '20 * 3 = 60' }, { by: 'expert', text: '80' }] });
    expect(events[0]).toEqual({ type: 'runContinued', fromStep: 2, dial: 0.5, expert: scriptedExpertCard });
    expect(requests[0]?.steps).toHaveLength(2);
    expect(view(events).answer).toBe('480');
  });

  it('puts what was looked up into the step', async () => {
    const events = await run({ local: scriptedLocal([{ text: 'Lookup: capital of Peru', reason: 'step' }, { text: 'Lima' }]), policy: policyById('localOnly') }, { documents: [{ title: 'Peru', text: 'The capital of Peru is Lima.' }] });
    expect(view(events).steps[0]).toMatchObject({ kind: 'lookup', text: 'Lookup: capital of Peru → Peru: The capital of Peru is Lima.' });
  });
});

describe('when something fails', () => {
  const cut = new TandemError('expertUnreachable', 'The expert cannot be reached.');

  it('keeps the candidate and says so; after two failures the expert is left alone', async () => {
    const doubtful = chain.map((step) => ({ ...step, logProb: unsure }));
    const events = await run({ local: scriptedLocal(doubtful), expert: scriptedExpert(better.map((step) => ({ ...step, failure: cut }))) });
    expect(writers(events)).toEqual(['local', 'local', 'local']);
    expect(view(events).steps.map((step) => step.text)).toEqual(doubtful.map((step) => step.text));
    expect(events.filter((event) => event.type === 'expertUnavailable')).toHaveLength(2);
    expect(events.some((event) => event.type === 'candidateDiscarded')).toBe(false);
  });

  it('counts what a call that broke off may have cost, as the ledger does', async () => {
    const broken = new TandemError('expertMalformed', 'The answer broke off.');
    const events = await run({ policy: policyById('expertOnly'), expert: scriptedExpert(better.map((step) => ({ ...step, failure: broken })), { maxUsd: 0.02 }) });
    expect(view(events).totals.usd).toBeCloseTo(0.04, 12);
    expect(view(events).steps[0]?.discardedCall).toMatchObject({ usd: 0.02, atMost: true, reason: 'failed' });
  });

  it('counts what a stopped call may have cost', async () => {
    const controller = new AbortController();
    const events = await collect(runAgent(input, deps({ policy: policyById('expertOnly'), expert: scriptedExpert(better, { maxUsd: 0.02 }) }), controller.signal), (event) => {
      if (event.type === 'stepStarted') controller.abort();
    });
    expect(view(events)).toMatchObject({ status: 'cancelled', totals: { usd: 0.02 } });
    expect(view(events).steps[0]?.discardedCall).toMatchObject({ usd: 0.02, atMost: true, reason: 'stopped' });
  });

  it('stops if the user asked for that', async () => {
    const events = await run({ whenExpertFails: 'stop', expert: scriptedExpert(better.map((step) => ({ ...step, failure: cut }))) });
    expect(view(events)).toMatchObject({ status: 'failed', error: { kind: 'expertUnreachable' } });
    expect(view(events).steps.filter((step) => step.state === 'accepted')).toHaveLength(1);
  });

  it("never passes the answer's own limit in dollars", async () => {
    const sent: string[] = [];
    const events = await run({ limits: { maxSteps: 8, maxTokensPerStep: 100, maxUsd: 0.0005 }, expert: scriptedExpert(better, { maxUsd: 0.001, onSend: (payload) => sent.push(payload) }) });
    expect(sent).toEqual([]);
    expect(types(events)).toContain('budgetReached');
    expect(view(events).status).toBe('finished');
  });

  it('writes the step once more after the engine died, and fails at its second death', async () => {
    const died = new TandemError('engineCrashed', 'The engine died and was started again.');
    let deaths = 1;
    const local = scriptedLocal(chain);
    const mortal = { ...local, writeStep: (request: StepRequest, signal: AbortSignal) => (request.steps.length === 1 && deaths-- > 0 ? scriptedLocal([chain[0] ?? { text: 'x' }, { text: 'half a step', failure: died }]).writeStep(request, signal) : local.writeStep(request, signal)) };
    const once = await run({ local: mortal, policy: policyById('localOnly') });
    expect(types(once)).toContain('engineRestarted');
    expect(view(once).steps[1]).toMatchObject({ text: '60 + 60 = 120', state: 'accepted' });
    deaths = 2;
    expect(view(await run({ local: mortal, policy: policyById('localOnly') })).error?.kind).toBe('engineCrashed');
  });

  it('an abort in the middle of a step ends the run at once, with what was accepted', async () => {
    const held = gate();
    const stop = new AbortController();
    const events = collect(runAgent(input, deps({ local: scriptedLocal([chain[0] ?? { text: 'x' }, { text: 'never', hold: held.wait }]), policy: policyById('localOnly') }), stop.signal));
    await held.reached;
    stop.abort();
    const all = await events;
    expect(all.at(-1)).toEqual({ type: 'runCancelled' });
    expect(all.filter((event) => event.type === 'stepAccepted')).toHaveLength(1);
  });

  it.each(['beforeStep', 'afterCandidate'] as const)('an abort while the policy waits for something that takes no signal (%s) ends the run at once', async (when) => {
    const controller = new AbortController();
    let asked = 0;
    const policy = { id: 'adaswitch', [when]: () => {
      asked += 1;
      void Promise.resolve().then(() => controller.abort());
      return new Promise<never>(() => undefined);
    } } as const;
    const events = await run({ policy }, {}, controller.signal);
    expect(asked).toBe(1);
    expect(types(events).at(-1)).toBe('runCancelled');
  });

  it('ends with exactly one terminal event in every case', async () => {
    const terminal = new Set<RunEventType>(['runFinished', 'runFailed', 'runCancelled']);
    for (const change of [{}, { expert: null }, { local: scriptedLocal([]) }, { whenExpertFails: 'stop' as const, expert: scriptedExpert([{ text: 'x y', failure: cut }]) }]) {
      const events = await run(change);
      expect(events.filter((event) => terminal.has(event.type))).toHaveLength(1);
      expect(terminal.has(events.at(-1)?.type ?? 'stepDelta')).toBe(true);
    }
  });
});
