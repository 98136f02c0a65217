import { expect, it } from 'vitest';
import type { WhatIf } from '../../../shared/switching/whatIf.ts';
import { whatIfStepWords, whatIfWords } from './whatIfWords.ts';

const found: WhatIf = { steps: ['local', 'expert', 'unknown'], asked: 1, scored: 3, usd: 0.0002, isEstimate: true, firstDifference: 1 };

it('says what would be asked, at which price, and what is not known', () => {
  expect(whatIfWords(found)).toBe('1 step asked, about $0.0002; what would follow step 2 is not known');
  expect(whatIfWords({ ...found, usd: null })).toContain('price not known');
  expect(whatIfWords({ ...found, usd: 0 })).toMatch(/^1 step asked, \$0;/);
  expect(whatIfWords({ ...found, asked: 0, firstDifference: null })).toBe('0 steps asked, $0');
  expect(whatIfWords({ ...found, steps: ['local', 'notMeasured'], scored: 1, firstDifference: null, isEstimate: false })).toBe('1 step asked, $0.0002; 1 step not measured');
  expect(whatIfWords({ ...found, steps: ['local', 'unknown', 'unknown'], firstDifference: null, firstUntold: 1 })).toMatch(/^1 step asked as far as it is known, .*from step 2 on it is not known: parts that did not run/);
  expect(whatIfStepWords('unknown')).toContain('not known');
});
