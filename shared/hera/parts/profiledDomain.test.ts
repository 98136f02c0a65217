import fc from 'fast-check';
import { expect, it } from 'vitest';
import { otherDomain, profiledDomain } from './profiledDomain.ts';

const unit = (values: readonly number[]) => { const length = Math.hypot(...values); return values.map((value) => value / length); };
const around = (direction: number, n: number) => Array.from({ length: n }, (_, i) => ({ problem: `p${i}`, similar: 0 as const, vector: unit([0, 1, 2, 3].map((axis) => (axis === direction ? 5 : Math.sin(i * 7 + axis)))) }));

it('takes what lies among the profiled requests for one of them, and says what does not', () => {
  const domain = profiledDomain(around(0, 40));
  if (!domain) throw new Error('no domain');
  expect(domain.least).toBeGreaterThan(0.5);
  for (const { vector } of around(0, 60).slice(40)) expect(otherDomain(domain, Float32Array.from(vector))).toBeNull();
  for (const { vector } of around(2, 20)) expect(otherDomain(domain, Float32Array.from(vector))).toMatch(/unlike those that the two models were profiled on \(likeness -?0\.\d\d, theirs 0\.\d\d and more\)/);
});

it('says nothing from a few requests, from none, or about vectors of another embedding model', () => {
  for (const known of [[], around(0, 19)]) expect(profiledDomain(known)).toBeUndefined();
  const domain = profiledDomain(around(0, 20));
  expect(domain && otherDomain(domain, Float32Array.from([1, 0]))).toBeNull();
  expect(profiledDomain(Array.from({ length: 20 }, (_, i) => ({ problem: `${i}`, similar: 0 as const, vector: [i % 2 === 0 ? 1 : -1] })))).toBeUndefined();
});

it('counts nearly all profiled requests as their own kind, whatever they are', () => {
  fc.assert(fc.property(fc.array(fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 4, maxLength: 4 }).filter((vector) => Math.hypot(...vector) > 0.1), { minLength: 20, maxLength: 60 }), (vectors) => {
    const known = vectors.map((vector, i) => ({ problem: `${i}`, similar: 0 as const, vector: unit(vector) }));
    const domain = profiledDomain(known);
    if (domain === undefined) return;
    const others = known.filter(({ vector }) => otherDomain(domain, Float32Array.from(vector)) !== null);
    // Chebyshev: no more than one in nine lies three deviations off.
    expect(others.length).toBeLessThanOrEqual(known.length / 9);
  }));
});
