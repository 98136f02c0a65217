import { describe, expect, it } from 'vitest';
import { logisticScore, sigmoid } from '../../learn/logistic.ts';
import { auroc, debiasedEce } from '../../learn/metrics.ts';
import { alwaysOn, onDemand } from '../features/index.ts';
import { seededRandom } from '../random.ts';
import { explain } from './explain.ts';
import { columnsFor, fitCrossCalibrated, fitGate, probabilityWrong, toInput, type ExaminedStep } from './fitHead.ts';

/** Steps whose truth is known: wrong more often with a low log-probability and where a number is missing. */
function exam(problems: number, seed: number): ExaminedStep[] {
  const random = seededRandom(seed);
  return Array.from({ length: problems * 4 }, (_, i) => {
    const meanLogProb = -3 * random();
    const hasNumber = random() < 0.7;
    const noise = random();
    const p = sigmoid(-2 - 1.5 * meanLogProb + (hasNumber ? 0 : 1.2));
    return { problem: `p${Math.floor(i / 4)}`, wrong: random() < p ? 1 : 0, values: { meanLogProb, numbersMeanLogProb: hasNumber ? -noise : null, length: noise } };
  });
}
const features = ['meanLogProb', 'numbersMeanLogProb', 'length', 'neverMeasured'];

describe('fitGate', () => {
  it('finds the signal, its sign, and what absence means', () => {
    const gate = fitGate(exam(800, 1), features, seededRandom(2));
    const held = exam(800, 99).map((step) => ({ p: probabilityWrong(gate, step.values), y: step.wrong }));
    expect(auroc(held)).toBeGreaterThan(0.72);
    expect(debiasedEce(held, seededRandom(3)).debiased).toBeLessThan(0.04);
    const at = (id: string, kind: string) => gate.model.weights[gate.columns.findIndex((column) => column.feature === id && column.kind === kind)] ?? 0;
    expect(at('meanLogProb', 'value')).toBeLessThan(0);
    expect(at('numbersMeanLogProb', 'present')).toBeLessThan(0);
  });

  it('drops features that were never measured and adds presence only where it varies', () => {
    expect(columnsFor(features, exam(20, 1))).toEqual([
      { feature: 'meanLogProb', kind: 'value' }, { feature: 'numbersMeanLogProb', kind: 'value' }, { feature: 'numbersMeanLogProb', kind: 'present' }, { feature: 'length', kind: 'value' },
    ]);
  });

  it('is deterministic', () => {
    expect(fitGate(exam(60, 1), features, seededRandom(2))).toEqual(fitGate(exam(60, 1), features, seededRandom(2)));
  });

  it('never divides by zero: no steps, one step, no mistakes, only mistakes', () => {
    const one: ExaminedStep = { problem: 'a', wrong: 0, values: { meanLogProb: -1 } };
    for (const steps of [[], [one], Array.from({ length: 30 }, (_, i) => ({ ...one, problem: `p${i}` })), Array.from({ length: 30 }, (_, i): ExaminedStep => ({ ...one, wrong: 1, problem: `p${i}` }))]) {
      const p = probabilityWrong(fitGate(steps, features, seededRandom(1)), { meanLogProb: -1 });
      expect(p).toBeGreaterThan(0);
      expect(p).toBeLessThan(1);
    }
  });

  it('an absent value says nothing by itself: it stands at the mean', () => {
    const gate = fitGate(exam(100, 1), ['meanLogProb'], seededRandom(2));
    const mean = gate.model.mean[0] ?? 0;
    expect(probabilityWrong(gate, {})).toBeCloseTo(probabilityWrong(gate, { meanLogProb: mean }), 9);
    expect(toInput(gate.columns, {}, gate.model.mean)).toEqual([mean]);
  });
});

describe('fitCrossCalibrated', () => {
  it('is calibrated on problems it has not seen, also where so many columns could be learnt by heart', () => {
    const noise = seededRandom(7);
    const many = Array.from({ length: 40 }, (_, i) => `noise${i}`);
    const noisy = (steps: readonly ExaminedStep[]) => steps.map((step) => ({ ...step, values: { ...step.values, ...Object.fromEntries(many.map((id) => [id, noise()])) } }));
    const gate = fitCrossCalibrated(noisy(exam(60, 1)), [...features, ...many], seededRandom(2));
    const held = noisy(exam(600, 99)).map((step) => ({ p: probabilityWrong(gate, step.values), y: step.wrong }));
    expect(debiasedEce(held, seededRandom(3)).debiased).toBeLessThan(0.06);
    // The weights' own probabilities are far too sure of themselves there.
    const bold = noisy(exam(600, 99)).map((step) => ({ p: sigmoid(logisticScore(gate.model, toInput(gate.columns, step.values, gate.model.mean))), y: step.wrong }));
    expect(debiasedEce(bold, seededRandom(3)).debiased).toBeGreaterThan(debiasedEce(held, seededRandom(3)).debiased);
  });

  it('depends on its draws several times less than a fit that sets a quarter aside to calibrate by', () => {
    const steps = exam(60, 1);
    const spread = (fit: typeof fitGate) => {
      const said = Array.from({ length: 12 }, (_, i) => probabilityWrong(fit(steps, features, seededRandom(100 + i)), { meanLogProb: -1, length: 0.5 }));
      const mean = said.reduce((sum, p) => sum + p, 0) / said.length;
      return Math.sqrt(said.reduce((sum, p) => sum + (p - mean) ** 2, 0) / said.length);
    };
    expect(spread(fitCrossCalibrated)).toBeLessThan(spread(fitGate) / 3);
  });

  it('never divides by zero: no steps, one step, only mistakes', () => {
    const one: ExaminedStep = { problem: 'a', wrong: 1, values: { meanLogProb: -1 } };
    for (const steps of [[], [one], Array.from({ length: 30 }, (_, i) => ({ ...one, problem: `p${i}` }))]) {
      const p = probabilityWrong(fitCrossCalibrated(steps, features, seededRandom(1)), { meanLogProb: -1 });
      expect(p).toBeGreaterThan(0);
      expect(p).toBeLessThan(1);
    }
  });
});

it('explain: the parts add up to the log-odds', () => {
  const gate = fitGate(exam(200, 1), features, seededRandom(2));
  const candidate = { text: 'x', reason: 'step', tokens: [], tools: [] } as const;
  for (const step of exam(5, 7)) {
    const parts = explain(gate, step.values, candidate);
    const input = toInput(gate.columns, step.values, gate.model.mean);
    const expected = gate.model.weights.reduce((sum, weight, i) => sum + (weight * ((input[i] ?? 0) - (gate.model.mean[i] ?? 0))) / (gate.model.scale[i] ?? 1), 0);
    expect(parts.reduce((sum, part) => sum + part.weight, 0)).toBeCloseTo(expected, 9);
    expect(Math.abs(parts[0]?.weight ?? 0)).toBeGreaterThanOrEqual(Math.abs(parts[1]?.weight ?? 0));
  }
});

describe('explain, where features are known for some steps only', () => {
  const everything = [...alwaysOn, ...onDemand].map((feature) => feature.id);
  const zeros = Object.fromEntries(everything.map((id) => [id, 0]));
  // Every second step knows nothing, so that each feature has its column for being known.
  const gate = fitGate(exam(80, 1).map((step, i) => ({ ...step, values: i % 2 === 0 ? { ...zeros, ...step.values } : {} })), everything, seededRandom(2));
  const candidate = (reason: 'step' | 'answer') => ({ text: 'She plays.', reason, tokens: [], tools: [] });

  it.each(['step', 'answer'] as const)('says so in words, never by a name, and once (%s)', (reason) => {
    for (const values of [{}, zeros]) {
      const parts = explain(gate, values, candidate(reason));
      expect(parts.length).toBeGreaterThan(5);
      expect(new Set(parts.map((part) => part.words)).size).toBe(parts.length);
      for (const { id, words } of parts) {
        expect(words).toMatch(/ /);
        expect(words).not.toContain(id);
      }
    }
  });

  it('tells that a result is stated apart from what it is', () => {
    const words = explain(gate, zeros, candidate('step')).map((part) => part.words);
    expect(words).toContain('it states a result');
    expect(words).toContain('the result is not below zero');
    expect(explain(gate, {}, candidate('step')).map((part) => part.words)).toContain('it states no result');
  });

  it('adds up to the log-odds there too', () => {
    for (const values of [{}, zeros]) {
      const input = toInput(gate.columns, values, gate.model.mean);
      const expected = gate.model.weights.reduce((sum, weight, i) => sum + (weight * ((input[i] ?? 0) - (gate.model.mean[i] ?? 0))) / (gate.model.scale[i] ?? 1), 0);
      expect(explain(gate, values, candidate('step')).reduce((sum, part) => sum + part.weight, 0)).toBeCloseTo(expected, 9);
    }
  });
});
