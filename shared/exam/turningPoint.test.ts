import { describe, expect, it } from 'vitest';
import { outlookOf, turningPoint, type Outlook } from './turningPoint.ts';

const never = (steps: number): never => { throw new Error(`asked about ${steps}`); };

describe('turningPoint', () => {
  it.each([[1, 0], [5, 0], [5, 2], [5, 4], [16, 11]])('finds it by halving: %i steps, wrong from %i on', async (length, first) => {
    const asked: number[] = [];
    const found = await turningPoint(length, (steps) => {
      asked.push(steps);
      return Promise.resolve(steps <= first ? 'can' : 'cannot');
    });
    expect(found).toEqual({ right: first, wrong: first });
    expect(asked.length).toBeLessThanOrEqual(2 + Math.ceil(Math.log2(length)));
  });

  it('tells nothing where the answer is out of reach from the start, or there is no step', async () => {
    for (const outlook of ['cannot', 'unclear'] as const) expect(await turningPoint(4, () => Promise.resolve(outlook))).toEqual({ right: 0, wrong: null });
    expect(await turningPoint(0, never)).toEqual({ right: 0, wrong: null });
  });

  it('keeps what it knows and guesses no further where a prefix is unclear', async () => {
    const after: readonly Outlook[] = ['can', 'can', 'can', 'unclear', 'cannot', 'cannot'];
    expect(await turningPoint(5, (steps) => Promise.resolve(after[steps] ?? 'cannot'))).toEqual({ right: 2, wrong: null });
  });
});

it.each<[readonly boolean[], Outlook, number]>([
  [[true, true], 'can', 2], [[true, false, true], 'can', 3], [[false, true, true], 'can', 3],
  [[false, false, false], 'cannot', 3], [[true, false, false], 'unclear', 3], [[false, false, true], 'unclear', 3],
])('finishes %j: %s', async (ends, outlook, finishes) => {
  let made = 0;
  expect(await outlookOf(() => Promise.resolve(ends[made++] ?? false))).toBe(outlook);
  expect(made).toBe(finishes);
});
