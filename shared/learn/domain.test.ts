import fc from 'fast-check';
import { expect, it } from 'vitest';
import { domainOf, foreignTo } from './domain.ts';

const unit = (values: readonly number[]) => { const length = Math.hypot(...values); return values.map((value) => value / length); };
const around = (direction: number, n: number) => Array.from({ length: n }, (_, i) => unit([0, 1, 2, 3].map((axis) => (axis === direction ? 5 : Math.sin(i * 7 + axis)))));
const embedder = (vector: readonly number[], id = 'e') => ({ id, embed: () => Promise.resolve(Float32Array.from(vector)) });
const told = (domain: ReturnType<typeof domainOf>, vector: readonly number[]) => foreignTo(domain, embedder(vector))('?');

it('takes what lies among the questions for one of them, and says what does not', async () => {
  const domain = domainOf('e', around(0, 40));
  expect(domain?.least).toBeGreaterThan(0.5);
  for (const vector of around(0, 60).slice(40)) expect(await told(domain, vector)).toBeNull();
  for (const vector of around(2, 20)) expect(await told(domain, vector)).toMatch(/^likeness -?0\.\d\d, theirs 0\.\d\d and more$/);
});

it('says nothing from a few questions, from none, without the embedding model, with another one, or with one that fails', async () => {
  for (const vectors of [[], around(0, 19), Array.from({ length: 20 }, (_, i) => [i % 2 === 0 ? 1 : -1])]) expect(domainOf('e', vectors)).toBeUndefined();
  const domain = domainOf('e', around(0, 20));
  const far = around(2, 1)[0] ?? [];
  expect(await told(domain, far)).not.toBeNull();
  for (const other of [null, embedder(far, 'other'), embedder([1, 0]), { id: 'e', embed: () => Promise.reject(new Error('gone')) }]) expect(await foreignTo(domain, other)('?')).toBeNull();
  expect(await told(undefined, far)).toBeNull();
});

it('embeds a question once', async () => {
  const seen: string[] = [];
  const foreign = foreignTo(domainOf('e', around(0, 20)), { id: 'e', embed: (text) => { seen.push(text); return Promise.resolve(new Float32Array(4)); } });
  for (const question of ['a', 'a', 'b', 'b']) await foreign(question);
  expect(seen).toEqual(['a', 'b']);
});

it('counts nearly all questions as their own kind, whatever they are', async () => {
  await fc.assert(fc.asyncProperty(fc.array(fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 4, maxLength: 4 }).filter((vector) => Math.hypot(...vector) > 0.1), { minLength: 20, maxLength: 60 }), async (given) => {
    const vectors = given.map(unit);
    const domain = domainOf('e', vectors);
    const others = (await Promise.all(vectors.map((vector) => told(domain, vector)))).filter((words) => words !== null);
    // Chebyshev: no more than one in nine lies three deviations off.
    expect(others.length).toBeLessThanOrEqual(vectors.length / 9);
  }));
});
