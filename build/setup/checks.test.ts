import { describe, expect, it } from 'vitest';
import { closingLine, countPlaywright, countVitest } from './checks.mjs';
import { excusedTest } from './systemPackages.mjs';

const green = { numPassedTests: 5, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0, testResults: [] };

describe('what npm test counts', () => {
  it('adds up to one closing line', () => {
    const one = { name: 'a', passed: 1, failed: 0, skipped: 0, seconds: 1 };
    expect(closingLine([one, { ...one, passed: 4, failed: 2 }])).toBe('5 passed, 2 failed');
    expect(closingLine([{ ...one, skipped: 3 }])).toBe('1 passed, 0 failed, 3 skipped');
  });
  it('counts a file that did not load, and a run that failed for another reason', () => {
    expect(countVitest(green, 0, false)).toEqual({ passed: 5, failed: 0, skipped: 0 });
    expect(countVitest({ ...green, testResults: [{ status: 'failed', assertionResults: [] }] }, 1, false).failed).toBe(1);
    expect(countVitest(green, 1, false).failed).toBe(1);
    expect(countVitest(undefined, 1, false)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });
  it('never lets a test on real weights be skipped in silence', () => {
    const skipping = { ...green, numPendingTests: 2 };
    expect(countVitest(skipping, 0, false)).toEqual({ passed: 5, failed: 0, skipped: 2 });
    expect(countVitest(skipping, 0, true)).toEqual({ passed: 5, failed: 2, skipped: 0 });
  });
  it('excuses only the test for which nothing can be installed here, and says that it was skipped', () => {
    const one = (status: string, fullName: string) => ({ status, fullName });
    const skipping = (...names: string[]) => ({ ...green, numPendingTests: names.length, testResults: [{ status: 'passed', assertionResults: [one('passed', 'x'), ...names.map((name) => one('skipped', name))] }] });
    expect(countVitest(skipping('Vulkan (needs a renderer)'), 0, true, 'needs a renderer')).toEqual({ passed: 5, failed: 0, skipped: 1 });
    expect(countVitest(skipping('Vulkan (needs a renderer)', 'another'), 0, true, 'needs a renderer')).toEqual({ passed: 5, failed: 1, skipped: 1 });
    // Where it could have been installed nothing is excused.
    expect(countVitest(skipping('Vulkan (needs a renderer)'), 0, true, null)).toEqual({ passed: 5, failed: 1, skipped: 0 });
  });
  it.each([[true, true, null], [true, false, null], [false, true, null], [false, false, 'mark']])('with the renderer here: %s, installable: %s, excuses %s', (isHere, canInstall, excused) => {
    expect(excusedTest({ isHere, canInstall, mark: 'mark' })).toBe(excused);
  });
  it('takes a flaky end-to-end test for a failed one', () => {
    expect(countPlaywright({ stats: { expected: 3, unexpected: 1, flaky: 1, skipped: 2 } }, 1)).toEqual({ passed: 3, failed: 2, skipped: 2 });
    expect(countPlaywright(undefined, 1)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });
});
