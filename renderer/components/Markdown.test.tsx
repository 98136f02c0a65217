import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import { Markdown } from './Markdown.tsx';

const html = (text: string, isStreaming = false): string => renderToStaticMarkup(<Markdown text={text} isStreaming={isStreaming} />);
/** The formulas as KaTeX was given them. */
const formulas = (text: string, isStreaming = false): readonly string[] => [...html(text, isStreaming).matchAll(/<annotation encoding="application\/x-tex">(.*?)<\/annotation>/gs)].map((match) => match[1] ?? '');

it.each([
  ['the answer is \\boxed{\\frac{3}{4}}.', ['\\boxed{\\frac{3}{4}}']],
  ['so $x^2+1$ and $x_1$', ['x^2+1', 'x_1']],
  ['\\[ \\frac{1}{2} \\]', ['\\frac{1}{2}']],
  ['**$5** and $6, or _$7_', []],
])('%s is shown with its formulas', (text, expected) => {
  expect(formulas(text)).toEqual(expected);
  expect(html(text)).not.toContain('katex-error');
});

it('a formula that is half written is text until it ends', () => {
  const whole = 'so $x^2+1$ is _it_';
  for (let end = 0; end < whole.indexOf('1$') + 2; end += 1) expect(formulas(whole.slice(0, end), true)).toEqual([]);
  expect(formulas(whole, true)).toEqual(['x^2+1']);
});
