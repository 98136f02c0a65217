import { describe, expect, it } from 'vitest';
import type { DialMode } from '../../contract/dial.ts';
import type { CurvePoint, GateInfo } from '../../contract/gate.ts';
import { dialInfo, type DialHistory, type DialState } from './dialInfo.ts';

const day = 86_400_000;
const now = 100 * day;
const at = (value: number) => ({ value, low: value, high: value });
const curve = Array.from({ length: 21 }, (_, i): CurvePoint => ({ p: i / 20, share: at(1 - i / 20), accuracy: at(0.9 - (0.5 * i) / 20), usdPerQuestion: null }));
const gate: GateInfo = {
  basis: 'exam', isCalibrated: true, words: '', data: '', examiner: '', date: '', problems: 100, steps: 400, wrong: 100, auroc: null, debiasedEce: null, brierSkill: null,
  reliability: [], curve, repairs: { value: 0.6, low: 0.5, high: 0.7, n: 80 }, damages: null, recommended: null, hasFormer: false,
};
const quiet: DialHistory = { spends: [], spentThisMonthUsd: 0, scores: [], stepsPerDay: 0 };
const info = (dialMode: DialMode, more: Partial<DialState> = {}) =>
  dialInfo({ settings: { dial: 0.5, dialMode, policy: 'adaswitch' }, gate, expert: { name: 'Claude', isFree: false, hasPrice: true }, history: () => quiet, now, ...more });
const budget: DialMode = { kind: 'budget', usdPerMonth: 3 };

describe('the mode of the dial', () => {
  it('threshold: the slider', () => {
    expect(info({ kind: 'threshold' })).toMatchObject({ p: 0.5, holds: false, words: '', mostAccuracy: expect.closeTo(0.82, 1) as unknown });
  });
  it('accuracy: the least asking that can be shown to reach it', () => {
    const found = info({ kind: 'accuracy', target: 0.6 });
    expect(found).toMatchObject({ holds: true, budget: null });
    // 0.9 − p / 2 ≥ 0.6 up to p = 0.6; less, because 100 problems show it only so well.
    expect(found.p).toBeGreaterThan(0.3);
    expect(found.p).toBeLessThan(0.6);
    expect(found.words).toBe(`At least 60 % right on problems like those of your exam, as far as your exam foretells it (90 % certain): asks when a step is more than ${Math.round(found.p * 100)} % likely to be wrong.`);
  });
  it('accuracy out of reach: asks always, and says what the most is', () => {
    expect(info({ kind: 'accuracy', target: 0.95 })).toMatchObject({ p: 0, words: expect.stringMatching(/^With 100 problems no setting can be shown to reach 95 %; the most is 8\d %/) as unknown });
  });
  it('has nothing to choose between where asking brings nothing that can be shown', () => {
    const flat = { ...gate, curve: curve.map((point) => ({ ...point, accuracy: at(0.29 - 0.02 * point.p) })) };
    expect(info({ kind: 'accuracy', target: 0.2 }, { gate: flat })).toMatchObject({ p: 0.5, holds: false, words: expect.stringContaining('nothing to choose between') as unknown });
  });
  it('promises no share of right answers where nobody tried what asking brings', () => {
    expect(info({ kind: 'accuracy', target: 0.6 }, { gate: { ...gate, repairs: null } })).toMatchObject({ p: 0.5, holds: false, words: expect.stringContaining('No expert took part') as unknown });
  });
  it('promises nothing of an expert that took no part in the exam', () => {
    const other = { ...gate, expert: { id: 'q', name: 'Qwen' }, isOtherExpert: true };
    expect(info({ kind: 'accuracy', target: 0.6 }, { gate: other })).toMatchObject({ p: 0.5, holds: false, words: expect.stringContaining('The exam was taken with Qwen and not with Claude') as unknown });
    expect(info(budget, { gate: other }).holds).toBe(true);
  });
  it('leaves the slider alone, and says why, where nothing was measured, for another policy, and for an expert that costs nothing', () => {
    expect(info({ kind: 'accuracy', target: 0.6 }, { gate: { ...gate, basis: 'none', curve: [], problems: 0 } })).toMatchObject({ p: 0.5, holds: false, mostAccuracy: null, words: expect.stringContaining('take an exam') as unknown });
    expect(info(budget, { settings: { dial: 0.4, dialMode: budget, policy: 'hera' } })).toMatchObject({ p: 0.4, holds: false, words: expect.stringContaining('Only AdaSwitch') as unknown });
    expect(info(budget, { expert: { name: 'Qwen', isFree: true, hasPrice: true } })).toMatchObject({ p: 0.5, holds: false, words: expect.stringContaining('Qwen costs nothing') as unknown });
    expect(info({ kind: 'accuracy', target: 0.6 }, { expert: { name: 'Qwen', isFree: true, hasPrice: true } }).holds).toBe(true);
  });
  it('says that a budget stays the limit where it does not set p, and what is spent of it', () => {
    const spent = { history: () => ({ ...quiet, spentThisMonthUsd: 2.5 }) };
    for (const more of [{ settings: { dial: 0.4, dialMode: budget, policy: 'hera' } }, { gate: { ...gate, basis: 'none', curve: [], problems: 0 } }] as const) {
      expect(info(budget, { ...spent, ...more })).toMatchObject({ holds: false, words: expect.stringMatching(/The amount stays the limit all the same: no step is sent that would pass it\.$/) as unknown, budget: { spentUsd: 2.5 } });
    }
    expect(info({ kind: 'accuracy', target: 0.6 }, { settings: { dial: 0.4, dialMode: { kind: 'accuracy', target: 0.6 }, policy: 'hera' } })).toMatchObject({ words: expect.not.stringContaining('limit') as unknown, budget: null });
  });
  it('promises no amount where nothing can be counted, under any policy', () => {
    for (const policy of ['adaswitch', 'hera'] as const) {
      const settings = { dial: 0.5, dialMode: budget, policy };
      expect(info(budget, { settings, expert: { name: 'large at box.lan', isFree: false, hasPrice: false } })).toEqual({
        p: 0.5, holds: false, mostAccuracy: expect.any(Number) as unknown, budget: null,
        words: 'What large at box.lan bills is not known to Tandem, so it cannot keep to an amount: the slider counts as it stands.',
      });
      expect(info(budget, { settings, expert: { name: 'Qwen', isFree: true, hasPrice: true } })).toMatchObject({ holds: false, words: expect.stringContaining('Qwen costs nothing') as unknown, budget: null });
    }
  });
});

describe('a budget', () => {
  const scores = Array.from({ length: 200 }, (_, i) => i / 200);
  const history = (more: Partial<DialHistory>): Partial<DialState> => ({ history: () => ({ ...quiet, scores, stepsPerDay: 100, ...more }) });
  const spends = Array.from({ length: 40 }, (_, i) => ({ at: now - day + i, usd: 0.005 }));

  it('counts as the slider stands until a price is known', () => {
    expect(info(budget)).toMatchObject({ p: 0.5, holds: true, words: expect.stringContaining('until prices are known') as unknown, budget: { levelUsd: expect.closeTo(0.7, 9) as unknown, spentUsd: 0 } });
  });
  it('calls the doubts of an uncalibrated gate no likelihood', () => {
    expect(info(budget, { gate: { ...gate, isCalibrated: false } }).words).toMatch(/asks when a step's doubt is above 50 %\.$/);
  });
  it('asks for what the allowance pays for', () => {
    // 10 cents a day at half a cent a step and 100 steps a day: a fifth of them, times 2 · level / capacity.
    const found = info(budget, history({ spends, spentThisMonthUsd: 0.2 }));
    expect(found.budget?.levelUsd).toBeCloseTo(0.6, 6);
    expect(found.p).toBeCloseTo(1 - 0.2 * 2 * (0.6 / 0.7), 1);
    expect(found.words).toMatch(/^At the pace of \$3\.00 a month: asks when/);
  });
  it('stays here when what was saved up is spent, says until when, and when the month is spent', () => {
    const spent = Array.from({ length: 140 }, (_, i) => ({ at: now - 140 + i, usd: 0.005 }));
    expect(info(budget, history({ spends: spent, spentThisMonthUsd: 0.7 }))).toMatchObject({ p: 1, words: 'What was saved up is spent; it is enough for a step again in 1 h. Until then everything stays on this device.' });
    expect(info(budget, history({ spends, spentThisMonthUsd: 2.999 }))).toMatchObject({ p: 1, words: expect.stringContaining('This month\'s budget is spent') as unknown });
  });
});
