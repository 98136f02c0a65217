import { describe, expect, it } from 'vitest';
import { maxBytes, maxCharacters, maxFiles, paragraphsOf, readDocument, withFile } from './readDocument.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const read = (name: string, text: string) => readDocument(name, bytes(text));

describe('a file', () => {
  it('of text becomes one document under its name', () => {
    expect(read('trip.notes.md', '# Trip\nWe sailed.')).toEqual({ name: 'trip.notes.md', sizeBytes: 17, documents: [{ title: 'trip.notes', text: '# Trip\nWe sailed.' }] });
    expect(read('Überfahrt.txt', '\uFEFFÄpfel 🍏').documents).toEqual([{ title: 'Überfahrt', text: 'Äpfel 🍏' }]);
    expect(read('fleet.csv', 'name,tons\nAda,3').documents).toMatchObject([{ title: 'fleet', isTable: true }]);
    expect(read('Makefile', 'all:\n\tls').documents).toEqual([{ title: 'Makefile', text: 'all:\n\tls' }]);
  });

  it('of JSON becomes its entries', () => {
    const list = [{ title: 'A', text: 'one', more: 1 }, { title: 'B', text: '' }, { title: 'C', text: 'three' }];
    expect(read('all.json', JSON.stringify(list)).documents).toEqual([{ title: 'A', text: 'one' }, { title: 'C', text: 'three' }]);
  });

  it.each([
    ['a picture', 'cat.txt', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 0, 13]), /cat\.txt is not a text file.*Save its text/],
    ['a PDF', 'a.pdf', bytes('%PDF-1.7 and so on'), /not a text file/],
    ['control characters', 'odd.txt', bytes('\u0001\u0002\u0003abc'), /not a text file/],
    ['Latin-1', 'old.txt', new Uint8Array([0x63, 0x61, 0x66, 0xe9]), /not written in UTF-8.*Save it as UTF-8/],
    ['UTF-16', 'win.txt', new Uint8Array([0xff, 0xfe, 0x61, 0]), /written in UTF-16.*Save it as UTF-8/],
    ['nothing', 'no.txt', bytes(' \n'), /is empty/],
    ['too much', 'big.txt', bytes('x'.repeat(maxCharacters + 1)), /200,001 characters; at most 200,000/],
    ['far too much', 'huge.txt', new Uint8Array(maxBytes + 1), /800 kB; at most 200,000/],
    ['broken JSON', 'x.json', bytes('[{'), /not valid JSON/],
    ['other JSON', 'x.json', bytes('{"a": 1}'), /a list of \{ "title", "text" \}/],
    ['an empty list', 'x.json', bytes('[]'), /a list of/],
    ['empty entries', 'x.json', bytes('[{"title":"a","text":" "}]'), /Every entry of x\.json is empty/],
    ['too many entries', 'x.json', bytes(JSON.stringify(Array.from({ length: 201 }, () => ({ title: 'a', text: 'b' })))), /201 entries; at most 200/],
  ])('that is %s is refused with a sentence', (_, name, content, words) => {
    expect(() => readDocument(name, content)).toThrow(expect.objectContaining({ kind: 'badInput', message: expect.stringMatching(words) as string }));
  });
});

describe('the files of a question', () => {
  it('are each there once', () => {
    const one = withFile([], read('a.txt', 'a'));
    expect(withFile(one, read('a.txt', 'a'))).toBe(one);
    expect(withFile(one, read('a.txt', 'b'))).toHaveLength(2);
  });

  it('are not too many and not too long together', () => {
    let files = withFile([], read('0.txt', '0'));
    for (let index = 1; index < maxFiles; index++) files = withFile(files, read(`${index}.txt`, String(index)));
    expect(() => withFile(files, read('more.txt', 'x'))).toThrow(/At most 10 files/);
    const large = withFile([], read('large.txt', 'x'.repeat(150_000)));
    expect(() => withFile(large, read('next.txt', 'y'.repeat(50_001)))).toThrow(/200,001 characters.*remove another one/);
    expect(withFile(large, read('next.txt', 'y'.repeat(50_000)))).toHaveLength(2);
  });

  it('are sent as paragraphs with titles', () => {
    const long = Array.from({ length: 40 }, (_, index) => `Paragraph ${index} is about lighthouse ${index} and its keeper, who likes tea.`).join('\n\n');
    const sent = paragraphsOf([read('long.md', long), read('all.json', '[{"title":"A","text":"one"}]')]);
    expect(sent.documents.length).toBeGreaterThan(2);
    expect(sent.documents.at(-1)).toEqual({ title: 'A', text: 'one' });
    expect(new Set(sent.documents.map(({ title }) => title)).size).toBe(sent.documents.length);
    expect(sent.files).toEqual([{ name: 'long.md', sizeBytes: long.length, paragraphs: sent.documents.length - 1 }, { name: 'all.json', sizeBytes: 28, paragraphs: 1 }]);
  });

  it('that come back with a question are sent once more as they were, beside new ones', () => {
    const table = `name,lamp\n${Array.from({ length: 90 }, (_, row) => `Lighthouse ${row},${row % 2 ? 'red' : 'white'} and bright enough`).join('\n')}`;
    const first = paragraphsOf([read('lamps.csv', table)]);
    const back = { name: 'lamps.csv', sizeBytes: table.length, documents: first.documents, isSplit: true };
    expect(paragraphsOf([back])).toEqual(first);
    const both = paragraphsOf([read('new.txt', 'new'), back]);
    expect(both.documents).toEqual([{ title: 'new', text: 'new' }, ...first.documents]);
    expect(both.files.map(({ paragraphs }) => paragraphs)).toEqual([1, first.documents.length]);
  });
});
