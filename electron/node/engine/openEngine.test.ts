import { describe, expect, it, vi } from 'vitest';
import { loadedWithoutGpu, lostStep, startedAgain } from '../../../shared/agent/restartWords.ts';
import type { StepPart, StepRequest } from '../../../shared/agent/model.ts';
import { noUsage } from '../../../shared/agent/model.ts';
import type { EngineOptions } from './api.ts';
import { createComputeLease } from './lease.ts';
import { openEngine } from './openEngine.ts';
import type { ToProcess } from './protocol.ts';
import { fakeHost, loadedOnCpu, loadsAtOnce, type FakeHost, type FakeProcess } from './testing/fakeHost.ts';

const never = new AbortController().signal;
const asked: StepRequest = {
  question: '?', history: [], steps: [], shape: 'steps', profile: 'zeroShot', documents: [], tools: [], until: 'step', maxTokens: 10, temperature: 0, seed: 1,
};
const finish: StepPart = { type: 'finish', reason: 'step', text: 'Hi', usage: noUsage, tokens: [], tools: [] };
const onVulkan = { ...loadedOnCpu, device: 'Vulkan (test), 1 of 1 layers', usesGpu: true };

const optionsFor = ({ host }: FakeHost, more: Partial<EngineOptions> = {}): EngineOptions => ({
  host, modelPath: '/models/m.gguf', card: { id: 'm', name: 'Model M' }, gpu: 'cpu', sequences: 1, contextSize: 2048, lease: createComputeLease(2), ...more,
});
const collect = async (parts: AsyncIterable<StepPart>): Promise<readonly StepPart[]> => {
  const all: StepPart[] = [];
  for await (const part of parts) all.push(part);
  return all;
};
const callIds = (process: FakeProcess | undefined): readonly number[] => (process?.received ?? []).flatMap((message) => message.type === 'call' ? [message.id] : []);
const typesOf = (process: FakeProcess | undefined): readonly string[] => (process?.received ?? []).map((message) => message.type);

/** Loads at once and answers every step. */
function answers(process: FakeProcess, message: ToProcess): void {
  loadsAtOnce(process, message);
  if (message.type !== 'call') return;
  process.say({ type: 'part', id: message.id, part: { type: 'delta', text: 'Hi' } });
  process.say({ type: 'part', id: message.id, part: finish });
  process.say({ type: 'done', id: message.id, value: undefined });
}

describe('opening a model', () => {
  it('describes what was really loaded', async () => {
    const engine = await openEngine(optionsFor(fakeHost()));
    expect(engine.card).toEqual({ id: 'm', name: 'Model M', kind: 'gguf', where: 'thisDevice', device: 'CPU', contextSize: 2048, parameters: 135e6 });
    await engine.dispose();
  });

  it('fails as the process says, and leaves no process behind', async () => {
    const fake = fakeHost((process) => { process.say({ type: 'openFailed', error: { kind: 'modelDamaged', message: 'Broken.' } }); });
    await expect(openEngine(optionsFor(fake))).rejects.toMatchObject({ kind: 'modelDamaged', message: 'Broken.' });
    expect(fake.processes[0]?.killed).toBe(true);
  });

  it('can be given up', async () => {
    const fake = fakeHost(() => undefined);
    const controller = new AbortController();
    const opening = openEngine(optionsFor(fake), controller.signal);
    controller.abort();
    await expect(opening).rejects.toMatchObject({ name: 'AbortError' });
    await expect(openEngine(optionsFor(fake), AbortSignal.abort())).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('tries the CPU when the process dies while the GPU is being loaded', async () => {
    const fake = fakeHost((process, message) => {
      if (message.type !== 'open') return;
      if (message.open.gpu === 'cpu') process.say({ type: 'opened', loaded: loadedOnCpu });
      else process.die();
    });
    const engine = await openEngine(optionsFor(fake, { gpu: 'vulkan' }));
    expect(engine.card.device).toBe('CPU');
    expect(fake.processes).toHaveLength(2);
    const told: string[] = [];
    engine.onRestart((words) => told.push(words));
    expect(told).toEqual([loadedWithoutGpu('Model M')]);
    await engine.dispose();
  });

  it.each([['vulkan', /with a GPU allowed and again on the CPU alone/, 2], ['cpu', /^The process of Model M ended unexpectedly while the model was loaded\. /, 1]] as const)(
    'says so when every process dies meanwhile (%s)', async (gpu, words, processes) => {
      const fake = fakeHost((process, message) => { if (message.type === 'open') process.die(); });
      await expect(openEngine(optionsFor(fake, { gpu }))).rejects.toMatchObject({ kind: 'engineFailed', message: expect.stringMatching(words) as unknown });
      expect(fake.processes).toHaveLength(processes);
    });
});

describe('writing a step through the process', () => {
  it('streams its parts', async () => {
    const engine = await openEngine(optionsFor(fakeHost(answers)));
    expect(await collect(engine.model.writeStep(asked, never))).toEqual([{ type: 'delta', text: 'Hi' }, finish]);
    await engine.dispose();
  });

  it('answers an abort at once, tells the process, and keeps the cores until it has stopped', async () => {
    const fake = fakeHost();
    const lease = createComputeLease(2);
    const engine = await openEngine(optionsFor(fake, { lease }));
    const controller = new AbortController();
    const writing = collect(engine.model.writeStep(asked, controller.signal));
    await vi.waitFor(() => { expect(callIds(fake.processes[0])).toEqual([1]); });
    controller.abort();
    await expect(writing).rejects.toMatchObject({ kind: 'cancelled' });
    expect(typesOf(fake.processes[0])).toContain('abort');
    let free = false;
    const next = lease.acquire().then((held) => {
      free = true;
      held.release();
    });
    await Promise.resolve();
    expect(free).toBe(false);
    fake.processes[0]?.say({ type: 'failed', id: 1, error: { kind: 'cancelled', message: 'Stopped.' } });
    await next;
    await engine.dispose();
  });

  it('stops the process when the reader leaves', async () => {
    const fake = fakeHost((process, message) => {
      loadsAtOnce(process, message);
      if (message.type === 'call') process.say({ type: 'part', id: message.id, part: { type: 'delta', text: 'Hi' } });
    });
    const engine = await openEngine(optionsFor(fake));
    for await (const part of engine.model.writeStep(asked, never)) {
      expect(part.type).toBe('delta');
      break;
    }
    expect(typesOf(fake.processes[0])).toContain('abort');
    await engine.dispose();
  });

  it('refuses a request that makes no sense, and an answer that does', async () => {
    const fake = fakeHost((process, message) => {
      loadsAtOnce(process, message);
      if (message.type === 'call') process.say({ type: 'part', id: message.id, part: { type: 'delta' } });
    });
    const engine = await openEngine(optionsFor(fake));
    await expect(collect(engine.model.writeStep({ ...asked, maxTokens: 0 }, never))).rejects.toMatchObject({ kind: 'badInput' });
    expect(callIds(fake.processes[0])).toEqual([]);
    await expect(collect(engine.model.writeStep(asked, never))).rejects.toMatchObject({ kind: 'engineFailed' });
    await engine.dispose();
  });

  it('lets two engines take turns, and the calls of one with several sequences go together', async () => {
    const [first, second] = [fakeHost(), fakeHost()];
    const lease = createComputeLease(2);
    const one = await openEngine(optionsFor(first, { lease }));
    const several = await openEngine(optionsFor(second, { lease, sequences: 2 }));
    const calls = [one.model.writeStep(asked, never), several.model.writeStep(asked, never), several.model.writeStep(asked, never)].map((parts) => collect(parts));
    await vi.waitFor(() => { expect(callIds(first.processes[0])).toEqual([1]); });
    expect(callIds(second.processes[0])).toEqual([]);
    first.processes[0]?.say({ type: 'done', id: 1, value: undefined });
    await vi.waitFor(() => { expect(callIds(second.processes[0])).toEqual([1, 2]); });
    second.processes[0]?.say({ type: 'done', id: 1, value: undefined });
    second.processes[0]?.say({ type: 'done', id: 2, value: undefined });
    await Promise.all(calls);
    await Promise.all([one.dispose(), several.dispose()]);
  });
});

describe('a process that dies', () => {
  it('costs the step at hand; the next call works on a new process', async () => {
    const fake = fakeHost((process, message) => {
      if (fake.processes.length > 1) answers(process, message);
      else loadsAtOnce(process, message);
    });
    const engine = await openEngine(optionsFor(fake));
    const told: string[] = [];
    engine.onRestart((words) => told.push(words));
    const writing = collect(engine.model.writeStep(asked, never));
    await vi.waitFor(() => { expect(callIds(fake.processes[0])).toEqual([1]); });
    fake.processes[0]?.die();
    await expect(writing).rejects.toMatchObject({ kind: 'engineCrashed', message: lostStep({ name: 'Model M', how: 'died', usedGpu: false }) });
    expect(await collect(engine.model.writeStep(asked, never))).toHaveLength(2);
    expect(fake.processes).toHaveLength(2);
    expect(told).toEqual([expect.stringContaining('started again')]);
    await engine.dispose();
  });

  it('comes back on the CPU when it died on a GPU, and the card says so', async () => {
    const fake = fakeHost((process, message) => {
      if (message.type === 'open') process.say({ type: 'opened', loaded: message.open.gpu === 'cpu' ? loadedOnCpu : onVulkan });
    });
    const engine = await openEngine(optionsFor(fake, { gpu: 'auto' }));
    const told = Promise.withResolvers<string>();
    engine.onRestart(told.resolve);
    expect(engine.model.card.device).toContain('Vulkan');
    const writing = collect(engine.model.writeStep(asked, never));
    await vi.waitFor(() => { expect(callIds(fake.processes[0])).toEqual([1]); });
    fake.processes[0]?.die();
    await expect(writing).rejects.toMatchObject({ kind: 'engineCrashed', message: expect.stringMatching(/while it used the GPU.+started again on the CPU/) as unknown });
    expect(await told.promise).toBe(startedAgain({ name: 'Model M', how: 'died', usedGpu: true }));
    expect(engine.model.card.device).toBe('CPU');
    await engine.dispose();
  });

  it('is started anew by the next call when the restart failed', async () => {
    let broken = false;
    const fake = fakeHost((process, message) => {
      if (broken && message.type === 'open') process.say({ type: 'openFailed', error: { kind: 'modelMissing', message: 'Gone.' } });
      else answers(process, message);
    });
    const engine = await openEngine(optionsFor(fake));
    broken = true;
    fake.processes[0]?.die();
    await expect(collect(engine.model.writeStep(asked, never))).rejects.toMatchObject({ kind: 'modelMissing' });
    broken = false;
    expect(await collect(engine.model.writeStep(asked, never))).toHaveLength(2);
    await engine.dispose();
  });

  it('is not started again after the engine was closed', async () => {
    const fake = fakeHost();
    const engine = await openEngine(optionsFor(fake));
    await engine.dispose();
    expect(fake.processes).toHaveLength(1);
    await expect(collect(engine.model.writeStep(asked, never))).rejects.toMatchObject({ kind: 'engineFailed' });
  });
});
