import fc from 'fast-check';
import type { Token } from 'node-llama-cpp';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../../shared/switching/random.ts';
import { chooseToken, distributionOf, entropyOf, marginOf, probabilityOf } from './distribution.ts';

// oxlint-disable-next-line typescript/consistent-type-assertions -- a token is a branded number that only llama.cpp can hand out
const token = (id: number): Token => id as Token;
const of = (...probabilities: number[]) => distributionOf(new Map(probabilities.map((p, index) => [token(index), p])));
const always = (value: number) => () => value;

describe('distribution', () => {
  it('is measured by entropy, margin and the probability of one token', () => {
    const half = of(0.5, 0.25, 0.25);
    expect(entropyOf(half)).toBeCloseTo(1.0397, 4);
    expect(marginOf(half)).toBe(0.25);
    expect(probabilityOf(half, token(1))).toBe(0.25);
    expect(probabilityOf(half, token(9))).toBe(0);
    expect(entropyOf(of(1))).toBe(0);
    expect(marginOf(of(1))).toBe(1);
  });

  it('is followed greedily at temperature 0', () => {
    expect(chooseToken(of(0.4, 0.35, 0.25), { temperature: 0, random: always(0.99) })).toBe(0);
  });

  it('passes over tokens that are not allowed, unless nothing else is left', () => {
    const sampling = { temperature: 0, random: always(0) };
    expect(chooseToken(of(0.9, 0.1), sampling, (each) => each !== token(0))).toBe(1);
    expect(chooseToken(of(0.9, 0.1), sampling, () => false)).toBe(0);
  });

  it('is sampled in proportion, sharper when cold', () => {
    const counts = (temperature: number) => {
      const random = seededRandom(7);
      const found = [0, 0, 0];
      for (let i = 0; i < 4000; i += 1) {
        const chosen = chooseToken(of(0.6, 0.3, 0.1), { temperature, random });
        if (chosen !== null) found[chosen] = (found[chosen] ?? 0) + 1;
      }
      return found.map((count) => count / 4000);
    };
    const [a, b, c] = counts(1);
    expect(a).toBeCloseTo(0.6, 1);
    expect(b).toBeCloseTo(0.3, 1);
    expect(c).toBeCloseTo(0.1, 1);
    expect(counts(0.3)[0]).toBeGreaterThan(0.88);
  });

  it('keeps to the best k and to the nucleus', () => {
    const even = of(0.25, 0.25, 0.25, 0.25);
    const last = always(0.999999);
    expect(chooseToken(even, { temperature: 1, topK: 2, random: last })).toBe(1);
    expect(chooseToken(even, { temperature: 1, topP: 0.5, random: last })).toBe(1);
    expect(chooseToken(even, { temperature: 1, random: last })).toBe(3);
  });

  it('always gives one of its tokens', () => {
    fc.assert(fc.property(
      fc.array(fc.double({ min: 1e-9, max: 1, noNaN: true }), { minLength: 1, maxLength: 40 }),
      fc.double({ min: 0, max: 2, noNaN: true }), fc.double({ min: 0.01, max: 1, noNaN: true }), fc.double({ min: 0, max: 0.999999, noNaN: true }),
      (weights, temperature, topP, roll) => {
        const sorted = weights.toSorted((x, y) => y - x);
        const chosen = chooseToken(of(...sorted), { temperature, topP, random: always(roll) });
        expect(chosen).toBeGreaterThanOrEqual(0);
        expect(chosen).toBeLessThan(sorted.length);
      },
    ));
  });
});
