import { expect, it } from 'vitest';
import { auroc, debiasedEce, type Predicted } from '../../../shared/learn/metrics.ts';
import { seededRandom } from '../../../shared/switching/random.ts';
import { brierInterval, eceInterval, withinInterval } from './stepIntervals.ts';

/** A gate whose probabilities are true, or say a third too much. */
function steps(problems: number, seed: number, tooMuch = 0): readonly (readonly Predicted[])[] {
  const random = seededRandom(seed, 1);
  return Array.from({ length: problems }, (_, i) => Array.from({ length: 4 }, (): Predicted => {
    const p = random() * 0.6;
    return { p: Math.min(1, p + tooMuch), y: random() < p ? 1 : 0, group: String(i) };
  }));
}

it('AUROC within a problem is the share of its pairs in order: pairs of two problems do not count', () => {
  const groups: readonly (readonly Predicted[])[] = [[{ p: 0.9, y: 1 }, { p: 0.1, y: 0 }], [{ p: 0.05, y: 1 }, { p: 0.01, y: 0 }]];
  expect(auroc(groups.flat())).toBe(0.75);
  expect(withinInterval(groups, seededRandom(1), 10).value).toBe(1);
  // A tie is half in order.
  expect(withinInterval([...groups, [{ p: 0.5, y: 1 }, { p: 0.5, y: 0 }]], seededRandom(1), 10).value).toBeCloseTo(2.5 / 3, 12);
});

it('AUROC within a problem has an interval, and a problem drawn twice counts twice and no more', () => {
  const groups = steps(40, 3);
  const found = withinInterval(groups, seededRandom(1), 300);
  expect(found.low).toBeLessThan(found.value);
  expect(found.high).toBeGreaterThan(found.value);
  // Two problems, 1 and 16 pairs: whatever is drawn, the resample lies between the two.
  const [small, large] = [[{ p: 1, y: 1 }, { p: 0, y: 0 }], Array.from({ length: 8 }, (_, i) => ({ p: i / 8, y: i % 2 }))] as unknown as [Predicted[], Predicted[]];
  const both = withinInterval([small, large], seededRandom(1), 200);
  expect([both.low, both.high]).toEqual([auroc(large), 1]);
  expect(withinInterval([[{ p: 1, y: 1 }]], seededRandom(1), 10).value).toBeNaN();
});

it('the interval of the debiased error lies about the figure: it holds 0 for a true gate and not for one that says too much', () => {
  const good = eceInterval(steps(150, 5), seededRandom(1), 300);
  expect(good.debiased.value).toBeCloseTo(debiasedEce(steps(150, 5).flat(), seededRandom(1)).debiased, 12);
  expect(good.debiased.low).toBeLessThan(0);
  expect(good.debiased.high).toBeGreaterThan(0);
  const bad = eceInterval(steps(150, 5, 0.3), seededRandom(1), 300);
  expect(bad.debiased.low).toBeGreaterThan(0.1);
});

it('Brier skill has an interval, and none where nothing was wrong', () => {
  const found = brierInterval(steps(100, 7), seededRandom(1), 200);
  expect(found?.low).toBeLessThan(found?.value ?? 0);
  expect(brierInterval([[{ p: 0.1, y: 0 }]], seededRandom(1), 10)).toBeNull();
});
