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
    ['so \\boxed{\\frac{3}{4}}.', 'so $$\\boxed{\\frac{3}{4}}$$.'],
    ['\\boxed{\\{1, 2\\}} and \\boxed{x^{2^{n}}}', '$$\\boxed{\\{1, 2\\}}$$ and $$\\boxed{x^{2^{n}}}$$'],
    ['\\boxed{\\text{$5}}', '$$\\boxed{\\text{$5}}$$'],
    ['so $x^2+1$ is', 'so $$x^2+1$$ is'],
    ['$x_1$, $\\alpha$ and $\\frac{1}{2}$.', '$$x_1$$, $$\\alpha$$ and $$\\frac{1}{2}$$.'],
    ['$\\boxed{\\frac{3}{4}}$', '$$\\boxed{\\frac{3}{4}}$$'],
    ['It costs $5 and $x^2$ is', 'It costs $5 and $$x^2$$ is'],
    ['costs $5 and $6', 'costs $5 and $6'],
    ['costs $5, not 6$', 'costs $5, not 6$'],
    ['$5 * 2^3 = $40', '$5 * 2^3 = $40'],
    ['$5 for x_1 and $6 for x_2', '$5 for x_1 and $6 for x_2'],
    ['pay \\$5^2 or \\$6', 'pay \\$5^2 or \\$6'],
    ['US$5_a and US$6_b', 'US$5_a and US$6_b'],
    ['$x$ stays', '$x$ stays'],
    ['half $x^2', 'half $x^2'],
    ['half \\boxed{\\frac{3}{4}', 'half \\boxed{\\frac{3}{4}'],
    ['half $$ \\boxed{1} and $x^2$', 'half $$ \\boxed{1} and $x^2$'],
    ['$$\\begin{matrix}a\\\\[4pt]b\\end{matrix}$$ and \\]', '$$\\begin{matrix}a\\\\[4pt]b\\end{matrix}$$ and \\]'],
    ['still \\(x', 'still \\(x'],
  ])('%s', (text, expected) => {
    expect(withDollarMath(text)).toBe(expected);
  });

  it('leaves code alone', () => {
    for (const text of ['`\\(a\\)`', '```tex\n\\[a\\]\n```', '```\nopen \\(a\\)', '`$x^2$`', '```\n$x^2$ \\boxed{1}', 'see `$a_1$ and']) expect(withDollarMath(text)).toBe(text);
  });

  it('changes nothing that holds neither a backslash nor a dollar', () => {
    fc.assert(fc.property(fc.string().filter((text) => !/[\\$]/.test(text)), (text) => withDollarMath(text) === text));
  });

  it('adds dollars and line breaks, and takes nothing away, wherever the text is cut', () => {
    const piece = fc.constantFrom('$', '$$', '\\boxed{', '{', '}', 'x^2', '5', ' ', '\n', '`', '\\frac{1}{2}', ' and ', '$5', '$x_1$');
    const bare = (text: string) => text.replace(/[$\s]/g, '');
    fc.assert(fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      const text = pieces.join('');
      expect(bare(withDollarMath(text))).toBe(bare(text));
    }));
  });
});
