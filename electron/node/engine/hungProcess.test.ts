import { describe, expect, it, vi } from 'vitest';
import { startedAgain } from '../../../shared/agent/restartWords.ts';
import { createCaller, stopPatienceMs } from './caller.ts';
import { createComputeLease } from './lease.ts';
import { vectorSchema, type ToProcess } from './protocol.ts';
import { supervise } from './supervisor.ts';
import { fakeHost, loadedOnCpu, loadsAtOnce, type FakeProcess } from './testing/fakeHost.ts';

const never = new AbortController().signal;
const call = { method: 'embed', text: 'x' } as const;
const types = (process: FakeProcess | undefined): readonly string[] => (process?.received ?? []).map((message) => message.type);

/** Clocks that the test lets run out. */
function handTimers() {
  const running = new Map<number, { readonly ms: number; readonly run: () => void }>();
  let id = 0;
  return {
    running,
    later: (ms: number, run: () => void) => {
      const own = ++id;
      running.set(own, { ms, run });
      return () => { running.delete(own); };
    },
    runOut: () => { for (const { run } of running.values()) run(); },
  };
}

async function callerWith(behave: (process: FakeProcess, message: ToProcess) => void) {
  const fake = fakeHost(behave);
  const open = { modelPath: '/m.gguf', gpu: 'auto', sequences: 1, contextSize: 2048, threads: 2 } as const;
  const supervisor = await supervise(fake.host, open, 'Model M');
  const told: string[] = [];
  supervisor.onRestart((words) => told.push(words));
  const timers = handTimers();
  const lease = createComputeLease(2);
  return { fake, supervisor, told, timers, lease, caller: createCaller(supervisor, lease, { sequences: 1, later: timers.later }) };
}

describe('a process that does not stop computing', () => {
  it('is killed after a while and started again, which is told; who waits behind it is served then', async () => {
    const { fake, supervisor, told, timers, caller } = await callerWith((process, message) => {
      loadsAtOnce(process, message);
      if (message.type === 'call' && fake.processes.length === 2) process.say({ type: 'done', id: message.id, value: Float32Array.of(1) });
    });
    const stop = new AbortController();
    const hung = caller.value(call, vectorSchema, stop.signal);
    await vi.waitFor(() => { expect(types(fake.processes[0])).toContain('call'); });
    const next = caller.value(call, vectorSchema, never);
    expect(timers.running.size).toBe(0);
    stop.abort();
    await expect(hung).rejects.toMatchObject({ kind: 'cancelled' });
    expect([...timers.running.values()].map(({ ms }) => ms)).toEqual([stopPatienceMs(loadedOnCpu, 1)]);
    expect(fake.processes[0]?.killed).toBe(false);

    timers.runOut();
    expect(await next).toEqual(Float32Array.of(1));
    expect([fake.processes.length, fake.processes[0]?.killed]).toEqual([2, true]);
    expect(told).toEqual([startedAgain({ name: 'Model M', how: 'hung', usedGpu: false })]);
    expect(timers.running.size).toBe(0);
    await supervisor.close();
  });

  it('on a GPU is gone on with on the CPU', async () => {
    const { fake, supervisor, told, timers, caller } = await callerWith((process, message) => {
      if (message.type === 'open') process.say({ type: 'opened', loaded: { ...loadedOnCpu, usesGpu: message.open.gpu !== 'cpu' } });
    });
    const stop = new AbortController();
    const hung = caller.value(call, vectorSchema, stop.signal);
    await vi.waitFor(() => { expect(types(fake.processes[0])).toContain('call'); });
    stop.abort();
    timers.runOut();
    await expect(hung).rejects.toMatchObject({ kind: 'cancelled' });
    await vi.waitFor(() => { expect(told).toEqual([expect.stringMatching(/did not stop computing while it used the GPU.+on the CPU/)]); });
    await supervisor.close();
  });

  it('is let live when it stops in time', async () => {
    const { fake, supervisor, told, timers, lease, caller } = await callerWith((process, message) => {
      loadsAtOnce(process, message);
      if (message.type === 'abort') process.say({ type: 'failed', id: message.id, error: { kind: 'cancelled', message: 'Stopped.' } });
    });
    const stop = new AbortController();
    const stopped = caller.value(call, vectorSchema, stop.signal);
    await vi.waitFor(() => { expect(types(fake.processes[0])).toContain('call'); });
    stop.abort();
    await expect(stopped).rejects.toMatchObject({ kind: 'cancelled' });
    (await lease.acquire()).release();
    expect([timers.running.size, fake.processes[0]?.killed, told]).toEqual([0, false, []]);
    await supervisor.close();
  });

  it('is given the time that its chunks may take, more for a larger model and for several prompts at once', () => {
    expect(stopPatienceMs({ parameters: 494e6 }, 1)).toBeLessThan(12_500);
    expect(stopPatienceMs({ parameters: 8e9 }, 1)).toBeGreaterThan(40_000);
    expect(stopPatienceMs({ parameters: 1.5e9 }, 4)).toBeGreaterThan(stopPatienceMs({ parameters: 1.5e9 }, 1));
  });
});
