import { describe, expect, it } from 'vitest';
import type { GateInfo } from '../../contract/gate.ts';
import { onCurve } from './onCurve.ts';
import { pricedGate, stepPrice } from './pricedGate.ts';

const price = { input: 1, output: 5, cacheRead: 0.1, cacheWrite: 1.25 };
const at = (value: number) => ({ value, low: value, high: value });
const gate: GateInfo = {
  basis: 'exam', isCalibrated: true, words: '', data: '', examiner: '', date: '', problems: 50, steps: 200, wrong: 40, auroc: null, debiasedEce: null, brierSkill: null, reliability: [],
  curve: [{ p: 0, share: at(1), accuracy: at(0.8), usdPerQuestion: null }, { p: 1, share: at(0), accuracy: at(0.3), usdPerQuestion: 7 }],
  repairs: null, damages: null, recommended: null, hasFormer: false,
};

describe('the price of an asked step', () => {
  it('is what the latest did cost, else what a usual one does, and nothing on this device', () => {
    expect(stepPrice({ where: 'remote', price }, 0.002)).toBe(0.002);
    expect(stepPrice({ where: 'remote', price }, null)).toBeCloseTo((598 + 28 * 5) / 1e6, 12);
    expect(stepPrice({ where: 'thisDevice' }, 0.002)).toBe(0);
  });
  it('is not known where nobody is asked, or of a server without prices', () => {
    expect(stepPrice(null, 1)).toBeNull();
    expect(stepPrice({ where: 'remote' }, null)).toBeNull();
  });
});

it('a gate knows when another expert than the exam\'s is chosen', () => {
  const measured = { ...gate, expert: { id: 'qwen', name: 'Qwen' } };
  expect(pricedGate(measured, null, 'claude').isOtherExpert).toBe(true);
  expect(pricedGate(measured, null, 'qwen').isOtherExpert).toBe(false);
  // Nobody to compare with, on either side.
  expect([pricedGate(measured, null), pricedGate(gate, null, 'claude'), pricedGate({ ...gate, expert: null }, null, 'claude')].map(({ isOtherExpert }) => isOtherExpert)).toEqual([undefined, undefined, undefined]);
});

it('a curve has the price of a question at each p', () => {
  expect(pricedGate(gate, 0.01).curve.map(({ usdPerQuestion }) => usdPerQuestion)).toEqual([0.04, 0]);
  expect(pricedGate(gate, 0)).toMatchObject({ usdPerStep: 0, curve: [{ usdPerQuestion: 0 }, { usdPerQuestion: 0 }] });
  expect(pricedGate(gate, null).curve.map(({ usdPerQuestion }) => usdPerQuestion)).toEqual([null, null]);
  expect(pricedGate({ ...gate, curve: [], problems: 0 }, 0.01).curve).toEqual([]);
});

it('takes the steps of a question from the problems that the curve was drawn on, not from the chats with marks', () => {
  const promoted = { ...gate, problems: 100, steps: 100, curveOf: { problems: 50, steps: 200 } };
  expect(pricedGate(promoted, 0.01).curve.map(({ usdPerQuestion }) => usdPerQuestion)).toEqual([0.04, 0]);
  expect(pricedGate(promoted, 0.01)).toMatchObject({ problems: 100, steps: 100 });
  expect(onCurve(promoted)).toMatchObject({ problems: 50, steps: 200 });
});
