import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../switching/random.ts';
import { measureDrift, type LabelledPrediction } from './drift.ts';
import { driftWords } from './driftWords.ts';

/** Steps of chats of four; `truth` maps what is said to what happens. */
function steps(n: number, seed: number, truth: (p: number) => number): LabelledPrediction[] {
  const random = seededRandom(seed, 0xd1f);
  return Array.from({ length: n }, (_, i) => {
    const p = 0.05 + 0.6 * random();
    return { p, y: random() < truth(p) ? 1 : 0, group: `chat ${Math.floor(i / 4)}` };
  });
}
const shifted = (p: number) => Math.min(0.95, p + 0.2);
const measured = (rows: readonly LabelledPrediction[]) => measureDrift(rows, seededRandom(1));

describe('drift', () => {
  it('is seldom cried where there is none, and found where there is some', () => {
    const alarms = (truth: (p: number) => number) => Array.from({ length: 40 }, (_, i) => measured(steps(200, 100 + i, truth))).filter((drift) => drift?.isDrifting).length;
    expect(alarms((p) => p)).toBeLessThanOrEqual(4);
    expect(alarms(shifted)).toBeGreaterThanOrEqual(38);
  }, 60_000);

  it('is never larger than the truth on average, and its interval holds that average', () => {
    const all = Array.from({ length: 30 }, (_, i) => measured(steps(200, 300 + i, shifted))?.debiasedEce ?? { value: 0, low: 0, high: 0 });
    const average = all.reduce((sum, { value }) => sum + value, 0) / all.length;
    // What a perfect head would show is taken off whole, so a large error is told somewhat too small.
    expect(average).toBeGreaterThan(0.1);
    expect(average).toBeLessThan(0.2);
    expect(all.filter(({ low, high }) => low <= average && high >= average).length).toBeGreaterThanOrEqual(25);
  }, 60_000);

  it('looks at the newest steps only', () => {
    expect(measured([...steps(500, 5, shifted), ...steps(200, 6, (p) => p)])).toMatchObject({ n: 200, isDrifting: false });
    expect(measured([...steps(500, 5, (p) => p), ...steps(200, 6, shifted)])).toMatchObject({ n: 200, isDrifting: true });
  });

  it('counts a step by its weight', () => {
    const farOff = (p: number) => Math.min(0.95, p + 0.4);
    const mixed = (ofTrue: number, ofOff: number) => measured([
      ...steps(100, 7, (p) => p).map((row) => ({ ...row, weight: ofTrue })), ...steps(100, 8, farOff).map((row) => ({ ...row, weight: ofOff })),
    ])?.debiasedEce.value ?? 0;
    expect(mixed(0.01, 1)).toBeGreaterThan(0.25);
    expect(mixed(1, 0.01)).toBeLessThan(0.1);
  });

  it('says it in words', () => {
    expect(driftWords(measured(steps(200, 6, shifted)), 200)).toMatch(/^Lately \d+ % means \d+ % \(\d+ steps\): fit anew\./);
    expect(driftWords(measured(steps(200, 6, (p) => p)), 200)).toMatch(/^The percentages hold: off by \d+ points? \(0 to \d+\)/);
    expect(measured(steps(49, 6, shifted))).toBeNull();
    expect(driftWords(null, 49)).toBe('Whether the percentages still hold is not known yet: 49 of at least 50 steps were marked since the head was fitted.');
  });
});
