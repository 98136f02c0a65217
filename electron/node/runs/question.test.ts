import { describe, expect, it } from 'vitest';
import { checkQuestion, filesOf, titleOf } from './question.ts';

describe('a question', () => {
  it.each(['2+2?', 'ça va? 你好吗', 'tabs\tand\nlines', 'one odd character \uFFFD in a long sentence', '👩‍👩‍👧 emoji', 'x'.repeat(100_000)])('is taken as it is', (text) => {
    expect(checkQuestion(`  ${text}\n`)).toBe(text);
  });

  it.each([['', 'no question'], [' \n\t ', 'no question'], ['x'.repeat(100_001), '100001 characters'], ['PK\u0003\u0004\u0000', 'binary'], ['\uFFFD\uFFFDJFIF', 'binary'], ['a\u0001b\u0002', 'binary']])(
    'is refused in words: %j', (text, words) => {
      expect(() => checkQuestion(text)).toThrow(expect.objectContaining({ kind: 'badInput', message: expect.stringContaining(words) as unknown }) as Error);
    });
});

describe('files of a question', () => {
  const documents = [{ title: 'a', text: 'one' }, { title: 'b', text: 'three' }];
  it('have all the paragraphs between them', () => {
    const files = [{ name: 'a.txt', sizeBytes: 3, paragraphs: 1 }, { name: 'b.txt', sizeBytes: 5, paragraphs: 1 }];
    expect(filesOf({ documents, files })).toBe(files);
    expect(() => filesOf({ documents, files: files.slice(1) })).toThrow(/do not fit/);
    expect(() => filesOf({ files })).toThrow(/do not fit/);
  });
  it('are one where nobody said which they are', () => {
    expect(filesOf({ documents })).toEqual([{ name: 'documents', sizeBytes: 8, paragraphs: 2 }]);
    expect(filesOf({})).toEqual([]);
  });
});

describe('a title', () => {
  it.each([
    ['Short one', 'Short one'], ['  First   line \nsecond', 'First line'],
    ['A child practises 15 minutes a day on 6 days a week and then some more', 'A child practises 15 minutes a day on 6 days a week and…'],
    ['x'.repeat(100), `${'x'.repeat(60)}…`],
  ])('is the first line, cut at a word: %s', (question, title) => {
    expect(titleOf(question)).toBe(title);
  });
});
