import { describe, expect, it } from 'vitest';
import { maxLength, openHighlighter, type CodePiece } from './highlighter.ts';
import { languageOf } from './languages.ts';

const textOf = (pieces: readonly CodePiece[]): string => pieces.map((piece) => (typeof piece === 'string' ? piece : textOf(piece.pieces))).join('');
const kindsIn = (pieces: readonly CodePiece[]): string[] => pieces.flatMap((piece) => (typeof piece === 'string' ? [] : [piece.kinds, ...kindsIn(piece.pieces)]));

describe('a language', () => {
  it('is known by the words that models use for it', () => {
    expect(['py', 'Python', 'c++', 'html', 'TS', 'sh', 'json'].map(languageOf)).toEqual(['python', 'python', 'cpp', 'xml', 'typescript', 'bash', 'json']);
    expect(['', 'brainf', 'constructor', '__proto__', 'toString'].map(languageOf)).toEqual([null, null, null, null, null]);
  });
});

describe('code in colours', () => {
  it.each([
    ['python', 'def f(x):\n    return "a" + str(x)  # why\n'],
    ['typescript', 'const a: number = `x${1 + 2}y`.length; // </code>'],
    ['xml', '<img src=x onerror="alert(1)"><script>alert(1)</script>&lt;'],
    ['json', '{"a": [1, true, null]}'],
  ] as const)('of %s says what it said, every character', async (language, text) => {
    const pieces = (await openHighlighter(language))(text);
    expect(textOf(pieces)).toBe(text);
    expect(kindsIn(pieces).length).toBeGreaterThan(1);
    for (const kinds of kindsIn(pieces)) expect(kinds).toMatch(/^(?:hljs-[\w-]+|language-\w+|\w+_)(?: [\w-]+_?)*$/);
  });

  it('stays as it is when it is very long', async () => {
    const text = 'x = 1\n'.repeat(maxLength / 5);
    expect((await openHighlighter('python'))(text)).toEqual([text]);
  });
});
