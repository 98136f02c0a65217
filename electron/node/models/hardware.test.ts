import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { explainFileError } from './fileErrors.ts';
import { fitOf, readHardware } from './hardware.ts';
import { createRate } from './rate.ts';

const laptop = { memoryBytes: 8e9, cores: 4, processor: 'some laptop' };

describe('whether a model fits', () => {
  it('says it in words with both numbers', () => {
    expect(fitOf(491_400_064, laptop)).toEqual({ verdict: 'good', words: 'Fits: it needs about 1.2 GB of memory, this device has 8.0 GB.' });
    expect(fitOf(5_680_522_464, laptop)).toMatchObject({ verdict: 'tight', words: expect.stringContaining('other programs') as string });
    expect(fitOf(6_980_000_000, laptop)).toMatchObject({ verdict: 'tooLarge', words: expect.stringMatching(/^Too large: it needs about 9\.0 GB/) as string });
    expect(fitOf(2_740_937_888, { ...laptop, memoryBytes: 24e9, cores: 2 })).toMatchObject({ verdict: 'tight', words: expect.stringContaining('slow on 2 cores') as string });
  });

  it('never gets better for a larger model', () => {
    const order = ['good', 'tight', 'tooLarge'];
    fc.assert(fc.property(fc.double({ min: 1e8, max: 2e10, noNaN: true }), fc.double({ min: 0, max: 2e10, noNaN: true }), fc.integer({ min: 1, max: 64 }), (size, more, cores) => {
      const hardware = { ...laptop, cores };
      expect(order.indexOf(fitOf(size + more, hardware).verdict)).toBeGreaterThanOrEqual(order.indexOf(fitOf(size, hardware).verdict));
    }));
  });

  it('reads this machine', () => {
    const here = readHardware();
    expect(here.memoryBytes).toBeGreaterThan(1e8);
    expect(here.cores).toBeGreaterThan(0);
  });
});

describe('trouble with files, in words', () => {
  const withCode = (code: string): Error => Object.assign(new Error(code), { code });
  it.each([['ENOSPC', 'diskFull'], ['EDQUOT', 'diskFull'], ['EACCES', 'notPermitted'], ['EPERM', 'notPermitted'], ['EROFS', 'notPermitted'], ['ENOTDIR', 'notPermitted']])('%s is %s', (code, kind) => {
    expect(explainFileError(withCode(code), '/models', 'Nothing was changed.')).toMatchObject({ kind, message: expect.stringContaining('Nothing was changed.') as string });
  });
  it('looks into the cause, and leaves alone what is something else', () => {
    expect(explainFileError(new Error('outer', { cause: withCode('ENOSPC') }), '/models', '')).toMatchObject({ kind: 'diskFull' });
    const other = withCode('ENOENT');
    expect(explainFileError(other, '/models', '')).toBe(other);
  });
});

describe('bytes per second', () => {
  it('looks at the last three seconds only', () => {
    let now = 0;
    const rate = createRate(() => now);
    expect(rate(0)).toBe(0);
    now = 1000;
    expect(rate(500)).toBe(500);
    now = 10_000;
    expect(rate(600)).toBe(0);
    now = 11_000;
    expect(rate(2600)).toBe(2000);
  });
});
