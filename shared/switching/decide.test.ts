import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decide } from './decide.ts';
import type { Score } from './policy.ts';
import { seededRandom } from './random.ts';

const score = (value: number, meaning: Score['meaning'] = 'pWrong'): Score => ({ value, meaning, calibrated: false, parts: [], costMs: 0 });
const unit = fc.double({ min: 0, max: 1, noNaN: true });

it('asks exactly when the score exceeds the threshold, between the ends', () => {
  fc.assert(fc.property(unit, fc.double({ min: 0.001, max: 0.999, noNaN: true }), (value, dial) => {
    expect(decide(score(value), dial).writer).toBe(value > dial ? 'expert' : 'local');
  }));
});

it('moving the dial towards "accurate" never takes a step away from the expert', () => {
  fc.assert(fc.property(unit, unit, unit, (value, a, b) => {
    const [low, high] = [Math.min(a, b), Math.max(a, b)];
    if (decide(score(value), high).writer === 'expert') expect(decide(score(value), low).writer).toBe('expert');
  }));
});

it('the ends are exact, whatever the score', () => {
  fc.assert(fc.property(unit, (value) => {
    expect(decide(score(value), 0).writer).toBe('expert');
    expect(decide(score(value), 1).writer).toBe('local');
  }));
});

it('a fixed score does not know the dial, but for the private end: there nobody is asked', () => {
  expect([0, 0.5, 1].map((dial) => decide(score(0, 'fixed'), dial).writer)).toEqual(['local', 'local', 'local']);
  expect([0, 0.5, 0.99, 1].map((dial) => decide(score(1, 'fixed'), dial).writer)).toEqual(['expert', 'expert', 'expert', 'local']);
});

it('says uncalibrated while it is', () => {
  expect(decide(score(0.7), 0.5).why).toContain('uncalibrated');
});

it('seeded draws repeat, differ between positions and fill the unit interval', () => {
  const draws = Array.from({ length: 2000 }, (_, position) => seededRandom(7, position)());
  expect(draws).toEqual(Array.from({ length: 2000 }, (_, position) => seededRandom(7, position)()));
  expect(new Set(draws).size).toBeGreaterThan(1990);
  const average = draws.reduce((sum, draw) => sum + draw, 0) / draws.length;
  expect(Math.abs(average - 0.5)).toBeLessThan(0.03);
  expect(Math.min(...draws)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...draws)).toBeLessThan(1);
});
