import { describe, expect, it } from 'vitest';
import { createComputeLease, shareLease } from './lease.ts';

const settled = async (promise: Promise<unknown>): Promise<boolean> => {
  let done = false;
  void promise.then(() => { done = true; }, () => { done = true; });
  await new Promise((resolve) => { setImmediate(resolve); });
  return done;
};

describe('compute lease', () => {
  it('has one holder at a time, first come, first served', async () => {
    const lease = createComputeLease(2);
    const first = await lease.acquire();
    const second = lease.acquire();
    const third = lease.acquire();
    expect(await settled(second)).toBe(false);
    first.release();
    first.release();
    expect((await second).threads).toBe(2);
    expect(await settled(third)).toBe(false);
    (await second).release();
    (await third).release();
  });

  it('lets one leave the queue at once', async () => {
    const lease = createComputeLease();
    const first = await lease.acquire();
    const controller = new AbortController();
    const leaving = lease.acquire(controller.signal);
    const behind = lease.acquire();
    controller.abort();
    await expect(leaving).rejects.toMatchObject({ name: 'AbortError' });
    expect(await settled(behind)).toBe(false);
    first.release();
    (await behind).release();
    await expect(lease.acquire(AbortSignal.abort())).rejects.toMatchObject({ name: 'AbortError' });
    (await lease.acquire()).release();
  });

  it('is shared by the calls of one engine and given back with the last', async () => {
    const lease = createComputeLease(2);
    const shared = shareLease(lease);
    const [a, b] = [await shared.acquire(), await shared.acquire()];
    const other = lease.acquire();
    a.release();
    a.release();
    expect(await settled(other)).toBe(false);
    b.release();
    (await other).release();
    (await shared.acquire()).release();
  });
});
