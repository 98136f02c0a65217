import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { noUsage } from '../agent/model.ts';
import { emptyRun } from '../trace/reduceRun.ts';
import type { RunView, StepView } from '../trace/view.ts';
import { decide } from './decide.ts';
import type { Score } from './policy.ts';
import { whatIf } from './whatIf.ts';

/** An answer as `runAgent` makes it at one dial. */
function answer(scores: readonly (number | null)[], dial: number, usd = 0.002): RunView {
  const steps = scores.map((value, index): StepView => {
    const asks = value !== null && (dial <= 0 || (dial < 1 && value > dial));
    return {
      index, state: 'accepted', by: asks ? 'expert' : 'local', kind: 'reasoning', model: 'm', where: null, text: 'x', why: null, discarded: [], escalation: null, discardedCall: null, tools: [], tokens: [], usage: noUsage, ms: 1, usd: asks ? usd : 0,
      scores: value === null ? [] : [{ stage: 'after', threshold: dial, decision: asks ? 'ask' : 'keep', why: '', score: { value, meaning: 'pWrong', calibrated: true, parts: [], costMs: 0 } }],
    };
  });
  return { ...emptyRun, status: 'finished', steps };
}
const dial = fc.double({ min: 0, max: 1, noNaN: true });
const scores = fc.array(fc.double({ min: 0.001, max: 0.999, noNaN: true }), { minLength: 1, maxLength: 8 });

describe('whatIf', () => {
  it('changes nothing at the run’s own dial, asks all at 0 and none at 1', () => {
    fc.assert(fc.property(scores, dial, (values, own) => {
      const view = answer(values, own);
      expect(whatIf(view, own)).toMatchObject({ firstDifference: null, steps: view.steps.map((step) => step.by) });
      expect(whatIf(view, 0).asked).toBe(values.length);
      expect(whatIf(view, 1).asked).toBe(0);
    }));
  });

  it('asks less as the dial rises', () => {
    fc.assert(fc.property(scores, dial, dial, dial, (values, own, a, b) => {
      const view = answer(values, own);
      expect(whatIf(view, Math.max(a, b)).asked).toBeLessThanOrEqual(whatIf(view, Math.min(a, b)).asked);
    }));
  });

  it('does not know what would have followed another writer', () => {
    const view = answer([0.2, 0.6, 0.3, 0.9], 0.7);
    expect(whatIf(view, 0.5)).toMatchObject({ steps: ['local', 'expert', 'unknown', 'unknown'], asked: 2, firstDifference: 1, isEstimate: true });
    expect(whatIf(view, 0.5).usd).toBeCloseTo(0.004, 9);
    expect(whatIf(view, 0.95)).toMatchObject({ steps: ['local', 'local', 'local', 'local'], asked: 0, usd: 0 });
  });

  it('takes a usual step’s price where none was paid: nothing, for an expert on this device', () => {
    const alone = answer([0.2, 0.6, 0.3, 0.7], 0.8);
    expect(whatIf(alone, 0.5)).toMatchObject({ asked: 2, usd: null });
    expect(whatIf(alone, 0.5, 0.0005)).toMatchObject({ asked: 2, usd: 0.001, isEstimate: true });
    expect(whatIf(alone, 0.5, 0)).toMatchObject({ asked: 2, usd: 0 });
    // What was paid here says more.
    expect(whatIf(answer([0.2, 0.6], 0.5), 0.1, 9).usd).toBeCloseTo(0.004, 9);
  });

  it('knows no price where an asked step’s is not known', () => {
    const view = answer([0.2, 0.6, 0.7], 0.5, 0);
    const escalation = { to: 'large', where: 'remote', why: '', payloadDigest: '', redactions: {} } as const;
    const unpriced = { ...view, steps: view.steps.map((step) => (step.by === 'expert' ? { ...step, escalation } : step)) };
    expect([whatIf(view, 0.5).usd, whatIf(unpriced, 0.5).usd, whatIf(unpriced, 0.1).usd, whatIf(unpriced, 0.65).usd, whatIf(unpriced, 1).usd]).toEqual([0, null, null, null, 0]);
  });

  it('says what was not measured, and knows no price that nobody paid', () => {
    expect(whatIf(answer([null, 0.4], 0.9), 0.1)).toMatchObject({ steps: ['notMeasured', 'expert'], usd: null, scored: 1 });
  });

  describe('over HERA’s scores', () => {
    const unlike = (values: readonly (Partial<Score> & { readonly value: number } | null)[], own: number): RunView => {
      const view = answer(values.map((score) => score?.value ?? null), own);
      return { ...view, steps: view.steps.map((step, i) => ({ ...step, scores: step.scores.map((scored) => {
        const score: Score = { ...scored.score, meaning: 'unlike', calibrated: false, ...values[i] };
        return { ...scored, score, decision: decide(score, own, i).writer === 'expert' ? 'ask' as const : 'keep' as const };
      }) })) };
    };

    it('does not know what parts that never ran would have said, nor what follows', () => {
      const view = unlike([{ value: 0.1 }, { value: 0.3, isUpperBound: true }, { value: 0.2 }], 0.5);
      expect(whatIf(view, 0.4)).toMatchObject({ steps: ['local', 'local', 'local'], firstUntold: null, firstDifference: null });
      expect(whatIf(view, 0.25)).toMatchObject({ steps: ['local', 'unknown', 'unknown'], firstUntold: 1, firstDifference: null });
      expect(whatIf(view, 0.05)).toMatchObject({ steps: ['expert', 'unknown', 'unknown'], firstUntold: null, firstDifference: 0 });
    });

    it('knows the ends of the dial whatever ran', () => {
      const view = unlike([{ value: 0.3, isUpperBound: true }, { value: 0.2 }], 0.5);
      expect(whatIf(view, 0)).toMatchObject({ asked: 2, steps: ['expert', 'unknown'] });
      expect(whatIf(view, 1)).toMatchObject({ asked: 0, steps: ['local', 'local'] });
    });

    it('keeps steps up to a predicted meeting, and does not know what follows where the meeting is lost or moved', () => {
      const view = unlike([{ value: 0.8, converges: [{ ahead: 1, value: 0.3 }, { ahead: 2, value: 0.45 }] }, null, { value: 0.1 }], 0.5);
      expect(whatIf(view, 0.5)).toMatchObject({ steps: ['local', 'notMeasured', 'local'], firstDifference: null });
      expect(whatIf(view, 0.2)).toMatchObject({ steps: ['expert', 'unknown', 'unknown'], firstDifference: 0 });
      // It would stay for one step instead of two.
      expect(whatIf(view, 0.4)).toMatchObject({ steps: ['local', 'unknown', 'unknown'], firstDifference: 0 });
    });
  });
});
