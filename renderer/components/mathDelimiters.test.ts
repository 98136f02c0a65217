import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withDollarMath } from './mathDelimiters.ts';

describe('formulas as models write them', () => {
  it.each([
    ['so \\(x^2\\) it is', 'so $$x^2$$ it is'],
    ['\\[ \\frac{1}{2} \\]', '\n$$\n\\frac{1}{2}\n$$\n'],
    ['the answer is \\boxed{42}.', 'the answer is $$\\boxed{42}$$.'],
    ['\\(\\boxed{42}\\)', '$$\\boxed{42}$$'],
    ['$$\\boxed{42}$$', '$$\\boxed{42}$$'],
    ['costs $5 and $6', 'costs $5 and $6'],
    ['still \\(x', 'still \\(x'],
  ])('%s', (text, expected) => {
    expect(withDollarMath(text)).toBe(expected);
  });

  it('leaves code alone', () => {
    for (const text of ['`\\(a\\)`', '```tex\n\\[a\\]\n```', '```\nopen \\(a\\)']) expect(withDollarMath(text)).toBe(text);
  });

  it('changes nothing that holds no backslash', () => {
    fc.assert(fc.property(fc.string().filter((text) => !text.includes('\\')), (text) => withDollarMath(text) === text));
  });
});
