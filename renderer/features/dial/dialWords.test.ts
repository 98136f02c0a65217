import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { policyIds } from '../../../shared/switching/policy.ts';
import { dialMeaning, dialOf, positionOf } from './dialWords.ts';

describe('the slider', () => {
  it('has never-ask at its left end and always-ask at its right end', () => {
    expect([dialOf(0), dialOf(100)]).toEqual([1, 0]);
    expect([positionOf(1), positionOf(0)]).toEqual([0, 100]);
  });
  it('comes back to the same place', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 100 }), (position) => positionOf(dialOf(position)) === position));
  });
  it('says exactly never and always at the ends, and the share between', () => {
    expect(dialMeaning(1, 'adaswitch')).toContain('never asks');
    expect([dialMeaning(1, 'expertOnly'), dialMeaning(0.99, 'expertOnly')]).toEqual([expect.stringContaining('never asks'), expect.stringContaining('always asks')]);
    expect(dialMeaning(0, 'adaswitch')).toContain('every step');
    expect(dialMeaning(0.4, 'adaswitch')).toContain('40 %');
    expect(dialMeaning(0.4, 'random')).toContain('60 %');
    for (const policy of policyIds) expect(dialMeaning(0.5, policy)).not.toBe('');
  });
});
