import fs from 'node:fs';
import { vi } from 'vitest';

/** Does work that changes the disk, up to so many changes of its names; those after them never come. @returns whether all were made */
export function killedAfter(changes: number, work: () => void): boolean {
  let left = changes;
  const spies = (['renameSync', 'rmSync', 'mkdirSync'] as const).map((name) => {
    // eslint-disable-next-line typescript/no-unsafe-type-assertion -- each is called with what it is called with
    const real = fs[name] as (...given: readonly unknown[]) => undefined;
    return vi.spyOn(fs, name).mockImplementation((...given: readonly unknown[]) => {
      if (left === 0) throw new Killed();
      left -= 1;
      return real(...given);
    });
  });
  try {
    work();
    return true;
  } catch (error) {
    if (error instanceof Killed) return false;
    throw error;
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}

class Killed extends Error {}
