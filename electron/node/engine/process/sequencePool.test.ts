import type { Token } from 'node-llama-cpp';
import { describe, expect, it } from 'vitest';
import { createSequencePool } from './sequencePool.ts';

const never = new AbortController().signal;
const sequence = (name: string, prefix: number) => ({ name, commonPrefix: (_tokens: readonly Token[]) => prefix });

describe('sequence pool', () => {
  it('lends the sequence that holds most of the prompt', async () => {
    const pool = createSequencePool([sequence('a', 3), sequence('b', 7), sequence('c', 5)]);
    expect(await pool.use([], never, async ({ name }) => name)).toBe('b');
  });

  it('gives up the oldest memory where all are equally good', async () => {
    const pool = createSequencePool([sequence('a', 0), sequence('b', 0)]);
    const used: string[] = [];
    for (let i = 0; i < 4; i += 1) await pool.use([], never, async ({ name }) => { used.push(name); });
    expect(used).toEqual(['a', 'b', 'a', 'b']);
  });

  it('lets the others wait in their order, and never lends one twice', async () => {
    const pool = createSequencePool([sequence('only', 0)]);
    const order: string[] = [];
    let inside = 0;
    const work = (name: string) => pool.use([], never, async () => {
      inside += 1;
      expect(inside).toBe(1);
      order.push(name);
      await Promise.resolve();
      inside -= 1;
    });
    const first = work('1');
    const others = [work('2'), work('3')];
    await first;
    // Comes while the second has been called in but has not begun.
    await Promise.all([...others, work('4')]);
    expect(order).toEqual(['1', '2', '3', '4']);
  });

  it('gives it back after a failure', async () => {
    const pool = createSequencePool([sequence('only', 0)]);
    await expect(pool.use([], never, async () => { throw new Error('no'); })).rejects.toThrow('no');
    expect(await pool.use([], never, async ({ name }) => name)).toBe('only');
  });

  it('lets one leave the queue, without a loss for those behind', async () => {
    const pool = createSequencePool([sequence('only', 0)]);
    const gate = Promise.withResolvers<void>();
    const holder = pool.use([], never, () => gate.promise);
    const leaving = new AbortController();
    const left = pool.use([], leaving.signal, async () => 'never');
    const behind = pool.use([], never, async () => 'served');
    leaving.abort();
    await expect(left).rejects.toMatchObject({ name: 'AbortError' });
    gate.resolve();
    await holder;
    expect(await behind).toBe('served');
  });
});
