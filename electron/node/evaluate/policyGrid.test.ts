import { expect, test } from 'vitest';
import { letterEmbedder, sampleProfile } from '../../../shared/hera/testing/sampleProfile.ts';
import { policyGrid } from './policyGrid.ts';

const setup = { file: sampleProfile(), embedder: letterEmbedder };
const names = (text: string) => policyGrid(text, null, setup).map(({ name, dial, policy }) => [name, policy.id, dial]);

test('policies with their dials, HERA with its parts', () => {
  expect(names('localOnly, adaswitch@.1/0.5,hera[urc+sse;by=prediction;alpha=0.1]@.3,auto[do=both]@.3')).toEqual([
    ['localOnly', 'localOnly', null], ['adaswitch', 'adaswitch', 0.1], ['adaswitch', 'adaswitch', 0.5],
    ['hera[urc+sse;by=prediction;alpha=0.1]', 'hera', 0.3], ['auto[do=both]', 'auto', 0.3],
  ]);
});

test('ablations are points of their own, with dials', () => {
  expect(policyGrid('adaswitch[expert=off]@.3/.5,adaswitch[reflection=off]@.85', null, setup).map(({ name, dial, policy, asksItself }) => [name, policy.id, dial, asksItself])).toEqual([
    ['adaswitch[expert=off]', 'adaswitch', 0.3, true], ['adaswitch[expert=off]', 'adaswitch', 0.5, true], ['adaswitch[reflection=off]', 'random', 0.85, undefined],
  ]);
  expect(() => policyGrid('adaswitch[expert=off]', null, setup)).toThrow(/dials/);
});

test('HERA may hand over all that is left', () => {
  expect(policyGrid('hera[sse;rest]@.3', null, setup)[0]?.policy.asksForRest).toBe(true);
});

test.each(['nobody@.1', 'adaswitch', 'adaswitch@2', 'adaswitch@', 'hera[xyz]@.1', 'hera[alpha=9]@.1', 'hera[by=luck]@.1'])('%s is refused in a sentence', (text) => {
  expect(() => policyGrid(text, null, setup)).toThrow(/\.$/);
});

test('a point that is named twice is there once, where it was named first', () => {
  expect(names('adaswitch@.5/0.5/.1,localOnly,adaswitch@0.50,localOnly').map(([name, , dial]) => [name, dial])).toEqual([['adaswitch', 0.5], ['adaswitch', 0.1], ['localOnly', null]]);
});

test.each(['hera[xyz]@.1', 'hera[alpha=9]@.1', 'hera[rest;by=luck]@.1'])('%s is refused where the pair has no profile, too', (text) => {
  expect(() => policyGrid(text, null)).toThrow(/HERA/);
});
