import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../switching/random.ts';
import { probabilityWrong } from '../../switching/gate/fitHead.ts';
import { shrinkToPrior } from '../../switching/gate/shrinkToPrior.ts';
import { effectiveCount, weightedRows, type LabelSource, type StepLabel } from './labels.ts';
import { chance, drawSteps, headOn, type Domain } from './testing/domain.ts';

const domain: Domain = { bias: -0.5, weights: { a: 1.5 } };
const mark: LabelSource = { kind: 'mark' };
const label = (saysWrong: boolean, source: LabelSource): StepLabel => ({ values: { a: 0 }, problem: 'p', at: 0, saysWrong, source });

describe('labels as rows', () => {
  it('weighs a drawn step by the inverse of its propensity, cut, and a mark given unasked by one', () => {
    const rows = weightedRows([label(true, mark), label(false, { kind: 'audit', propensity: 0.1 }), label(false, { kind: 'audit', propensity: 0.001 })]);
    const [own = 0, tenth = 0, rare = 0] = rows.map((row) => row.weight ?? 0);
    expect(tenth / own).toBeCloseTo(10);
    expect(rare / own).toBeCloseTo(20);
    expect(own + tenth + rare).toBeCloseTo(3);
    expect(effectiveCount(rows)).toBeLessThan(3);
    expect(effectiveCount([{}, {}, {}])).toBe(3);
  });

  it('finds the true share of wrong steps again where doubtful steps were examined more often', () => {
    const steps = drawSteps(domain, 6000, 1);
    const random = seededRandom(4);
    const examined = steps.flatMap((step): StepLabel[] => {
      const propensity = (step.values['a'] ?? 0) > 0 ? 0.9 : 0.1;
      return random() < propensity ? [{ values: step.values, problem: step.problem, at: 0, saysWrong: step.wrong === 1, source: { kind: 'audit', propensity } }] : [];
    });
    const rate = steps.filter((step) => step.wrong === 1).length / steps.length;
    const plain = examined.filter((one) => one.saysWrong).length / examined.length;
    const rows = weightedRows(examined);
    const weighted = rows.reduce((sum, row) => sum + (row.weight ?? 1) * row.wrong, 0) / rows.reduce((sum, row) => sum + (row.weight ?? 1), 0);
    expect(Math.abs(plain - rate)).toBeGreaterThan(0.1);
    expect(Math.abs(weighted - rate)).toBeLessThan(0.03);
  });

  it('takes a judge’s stated errors out of what is fitted on its word', () => {
    const champion = { ...headOn({ bias: 0, weights: { a: 1.5 } }, 2000, 2), lambda: 0 };
    const random = seededRandom(9);
    const rates = { missesWrong: 0.25, blamesRight: 0.15 };
    const judged = drawSteps(domain, 3000, 3).map((step): StepLabel => {
      const isFlipped = random() < (step.wrong === 1 ? rates.missesWrong : rates.blamesRight);
      return { values: step.values, problem: step.problem, at: 0, saysWrong: (step.wrong === 1) !== isFlipped, source: { kind: 'judge', propensity: 1, ...rates } };
    });
    const offBy = (labels: readonly StepLabel[]) => {
      const fitted = shrinkToPrior(champion, weightedRows(labels));
      return Math.max(...[-2, 0, 2].map((a) => Math.abs(probabilityWrong(fitted, { a }) - chance(domain, { a }))));
    };
    expect(offBy(judged)).toBeLessThan(0.06);
    expect(offBy(judged.map((one) => ({ ...one, source: mark })))).toBeGreaterThan(0.1);
  });

  it('leaves out a judge that is hardly better than a coin', () => {
    expect(weightedRows([label(true, { kind: 'judge', propensity: 1, missesWrong: 0.5, blamesRight: 0.45 })])).toEqual([]);
  });
});
