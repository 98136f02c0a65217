import { describe, expect, it } from 'vitest';
import { sigmoid } from '../learn/logistic.ts';
import { probabilityWrong } from '../switching/gate/fitHead.ts';
import { gateFileSchema } from '../switching/gate/gateFile.ts';
import { seededRandom } from '../switching/random.ts';
import type { ExamChain, ExamStep } from './chain.ts';
import { fitExam, type FitMeta } from './fitExam.ts';

const meta: FitMeta = {
  key: { modelSha256: 'a'.repeat(64), profile: 'zeroShot', domain: 'maths word problems' }, modelName: 'M', data: 'test', examiner: 'gold', seed: 1, command: 'none', date: '2026-11-23T00:00:00Z',
  usdPerStep: null, draws: 50, prior: null,
};

/** Steps that are wrong more often the lower their log-probability; `told` is what asking the model would say. */
function chains(problems: number, seed: number, more: { readonly wrong?: (p: number) => 0 | 1; readonly told?: boolean } = {}): ExamChain[] {
  const random = seededRandom(seed);
  return Array.from({ length: problems }, (_, i): ExamChain => {
    const steps = Array.from({ length: 4 }, (_unused, position): ExamStep => {
      const meanLogProb = -2 * random();
      const hidden = random() * 4 - 2;
      const p = sigmoid(-2.2 - 1.5 * meanLogProb + hidden);
      const wrong = more.wrong ? more.wrong(p) : random() < p ? 1 : 0;
      return {
        position, candidate: { text: 'x', reason: 'step', tokens: [], tools: [] }, wrong, reason: 'goldValue', pWrong: null,
        values: { meanLogProb, ...(more.told === undefined ? {} : { judgedCorrect: more.told ? -hidden : random() }) },
        correction: wrong === 1 ? (random() < 0.5 ? { by: 'expert', text: 'y' } : { by: 'gold', text: 'y', refused: 'z' }) : null,
      };
    });
    return { problem: `p${i}`, data: 'test', question: 'How many?', round: 1, p: null, steps, branches: [{ position: 0, stepWrong: false, keptEndsRight: true, askedEndsRight: i % 5 !== 0 }], rightUnaided: steps.every((step) => step.wrong === 0), right: true };
  });
}

describe('fitExam', () => {
  it('fits, measures on held-out problems, predicts a curve, and fits its own schema', () => {
    const gate = fitExam(chains(150, 1), meta);
    expect(gateFileSchema.parse(JSON.parse(JSON.stringify(gate)))).toEqual(JSON.parse(JSON.stringify(gate)));
    expect(gate.measured.auroc?.value).toBeGreaterThan(0.6);
    expect(Math.abs(gate.measured.debiasedEce ?? 1)).toBeLessThan(0.06);
    expect(gate.measured.repairs?.value).toBeCloseTo(0.5, 1);
    expect(gate.measured.damages).toMatchObject({ n: 150, value: 0.2 });
    expect(gate.measured.curve[0]).toMatchObject({ p: 0, share: { value: 1 } });
  });

  it('is the same for the same exam', () => expect(fitExam(chains(30, 1), meta)).toEqual(fitExam(chains(30, 1), meta)));

  it('keeps a head that costs time only if it wins on held-out problems', () => {
    expect(fitExam(chains(80, 1, { told: true }), meta).further).toHaveLength(1);
    expect(fitExam(chains(80, 1, { told: false }), meta).further).toHaveLength(0);
    expect(fitExam(chains(80, 1), meta).further).toHaveLength(0);
  });

  it('says something sensible of no steps, no mistakes and only mistakes', () => {
    expect(fitExam([], meta).measured).toMatchObject({ problems: 0, auroc: null, curve: [], recommended: null });
    for (const wrong of [0, 1] as const) {
      const gate = fitExam(chains(20, 1, { wrong: () => wrong }), meta);
      expect(gate.measured.auroc).toBeNull();
      const p = probabilityWrong(gate.head, { meanLogProb: -1 });
      expect(p).toBeGreaterThan(0);
      expect(p).toBeLessThan(1);
    }
  });

  it('with few labels keeps the shipped head’s order and moves its level', () => {
    const prior = fitExam(chains(300, 3), meta).head;
    const gate = fitExam(chains(25, 9, { wrong: (p) => (p > 0.05 ? 1 : 0) }), { ...meta, prior });
    expect(gate.measured.data).toContain('shrunk');
    expect(gate.head.model).toEqual(prior.model);
    const before = [-0.2, -1, -1.8].map((meanLogProb) => probabilityWrong(prior, { meanLogProb }));
    const after = [-0.2, -1, -1.8].map((meanLogProb) => probabilityWrong(gate.head, { meanLogProb }));
    expect(after).toEqual(after.toSorted((a, b) => a - b));
    for (const [i, p] of after.entries()) expect(p).toBeGreaterThan(before[i] ?? 1);
    const none = fitExam(chains(10, 9, { wrong: () => 0 }), { ...meta, prior });
    expect(probabilityWrong(none.head, { meanLogProb: -1 })).toBeCloseTo(probabilityWrong(prior, { meanLogProb: -1 }), 9);
  });
});
