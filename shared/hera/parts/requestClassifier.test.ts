import { expect, test } from 'vitest';
import { constantHead } from '../testing/sampleProfile.ts';
import type { KnownRequest } from '../heraFile.ts';
import { isUnknownDomain, pAlike, requestFeatureIds, requestValues } from './requestClassifier.ts';

const known: readonly KnownRequest[] = [{ problem: 'a', vector: [1, 0], similar: 1 }, { problem: 'b', vector: [0.6, 0.8], similar: 0 }];

test('a request is seen by how its neighbours went, its length and its numbers', () => {
  const values = requestValues('Tom has 3 apples and 12 pears. How many is that?', Float32Array.from([1, 0]), known);
  expect(Object.keys(values)).toEqual([...requestFeatureIds]);
  expect(values).toMatchObject({ nearest: 1, numbers: 2, sentences: 2 });
  // The nearer one counts for more: weights of e^0 and e^-4.
  expect(values['nearAlike']).toBeCloseTo(1 / (1 + Math.exp(-4)), 6);
  expect(requestValues('?', Float32Array.from([1, 0]), [])).toMatchObject({ nearAlike: null, nearest: null });
});

test('without a head it says nothing; far from all that was profiled it is a guess', () => {
  const vector = Float32Array.from([1, 0]);
  expect(pAlike({ urc: null, known }, 'x', vector)).toBeNull();
  expect(pAlike({ urc: constantHead(0.7), known }, 'x', vector)).toBeCloseTo(0.7, 6);
  expect(isUnknownDomain({ known }, vector)).toBe(false);
  expect(isUnknownDomain({ known }, Float32Array.from([-1, 0]))).toBe(true);
  expect(isUnknownDomain({ known: [] }, vector)).toBe(true);
});
