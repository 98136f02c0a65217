import { describe, expect, it } from 'vitest';
import { isPlainText } from './plainText.ts';

describe('text that needs no Markdown', () => {
  it.each(['She plays for 20 * 3 = 60 minutes a day.', '1920', '50% of 8 - 2 = 2', ''])('plain: %s', (text) => {
    expect(isPlainText(text)).toBe(true);
  });
  it.each(['**bold**', '*a*', '- item', '1. item', '# head', 'a\nb', '`code`', '$$x$$', '\\(x\\)', '[a](b)', '<b>', 'https://x.example', 'a@b.example', '| a |', '* item', 'a  ', '&amp;', '* * *', '---', '    code'])('not plain: %s', (text) => {
    expect(isPlainText(text)).toBe(false);
  });
});
