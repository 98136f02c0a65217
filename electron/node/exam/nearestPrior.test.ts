import { expect, it } from 'vitest';
import { sampleGate } from '../../../shared/switching/gate/testing/sampleGate.ts';
import { nearestPrior } from './nearestPrior.ts';

const hash = (letter: string) => letter.repeat(64);
const known = [['a', 'qwen', 5e8], ['b', 'qwen', 15e8], ['c', 'llama', 1e9], ['d', 'smol', 1.3e8], ['e', 'qwen', 7e9]]
  .map(([letter, family, parameters]) => ({ sha256: hash(String(letter)), family: String(family), parameters: Number(parameters) }));
const shipped = ['a', 'b', 'c'].map((letter) => sampleGate(hash(letter), 'zeroShot', 10));
const priorOf = (card: Parameters<typeof nearestPrior>[0]) => nearestPrior({ profile: 'zeroShot', ...card }, shipped, known)?.head.provenance.modelSha256[0] ?? null;

it('is its own head, with an adapter that of its weights, else of its family, else the nearest in size', () => {
  expect(priorOf({ sha256: hash('b') })).toBe('b');
  expect(priorOf({ sha256: hash('9'), baseSha256: hash('a') })).toBe('a');
  expect(priorOf({ sha256: hash('e') })).toBe('b');
  expect(priorOf({ sha256: hash('d') })).toBe('a');
  expect(priorOf({ sha256: hash('9'), parameters: 1.1e9 })).toBe('c');
});

it('is none where nothing says which is nearest, or none is asked that way', () => {
  expect(priorOf({ sha256: hash('9') })).toBeNull();
  expect(priorOf({ sha256: hash('b'), profile: 'twoExamples' })).toBeNull();
});
