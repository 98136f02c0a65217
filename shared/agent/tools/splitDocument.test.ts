import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lookup } from './lookup.ts';
import { splitDocument, splitDocuments } from './splitDocument.ts';

const filler = (words: string, times: number) => Array.from({ length: times }, (_, index) => `${words} ${index}.`).join(' ');
const squeezed = (text: string) => text.replace(/\s+/g, '');

describe('a document', () => {
  it('that is short stays whole, under its own name', () => {
    expect(splitDocument({ title: 'note', text: ' One.\r\n\r\nTwo. ' })).toEqual([{ title: 'note', text: 'One.\n\nTwo.' }]);
    expect(splitDocument({ title: 'empty', text: ' \n ' })).toEqual([]);
  });

  it('is cut at its headings, which become titles, and not at a # in code', () => {
    const text = `Before.\n\n# Engines\n${filler('Engines turn', 20)}\n\n\`\`\`sh\n# no heading\nls\n\`\`\`\n\n## Boilers ##\n${filler('Boilers boil', 60)}`;
    const parts = splitDocument({ title: 'ship', text }, 600);
    expect(parts.map(({ title }) => title)).toEqual(['ship, part 1: Before.', 'ship, part 2: Engines', 'ship, part 3: Boilers', 'ship, part 4: Boilers']);
    expect(parts[1]?.text).toContain('# no heading');
    expect(parts[2]?.text.startsWith('## Boilers ##')).toBe(true);
  });

  it('keeps paragraphs together, then lines, then sentences', () => {
    const sentences = filler('The keeper looks at the sea', 10);
    const parts = splitDocument({ title: 'log', text: `${sentences}\n\nA short one.\n\nAnother.` }, 120);
    for (const { text } of parts) expect(text).toMatch(/\.$/);
    expect(parts.at(-1)?.text).toContain('A short one.\n\nAnother.');
  });

  it('that is a table says its columns in each part', () => {
    const rows = Array.from({ length: 40 }, (_, index) => `ship ${index},${index * 10}`);
    const parts = splitDocument({ title: 'fleet', text: ['name,tons', ...rows].join('\n'), isTable: true }, 100);
    expect(parts.length).toBeGreaterThan(3);
    for (const { text } of parts) expect(text.startsWith('name,tons\nship')).toBe(true);
    expect(parts.flatMap(({ text }) => text.split('\n').slice(1))).toEqual(rows);
  });

  it('loses nothing, whatever it holds, and no part is too long', () => {
    const piece = fc.oneof(fc.string({ maxLength: 60, unit: 'grapheme' }), fc.constantFrom('\n', '\n\n', '# Title\n', '```\n', '. ', ' ', '🎻'.repeat(40)));
    fc.assert(fc.property(fc.array(piece, { maxLength: 60 }), fc.integer({ min: 20, max: 200 }), (pieces, length) => {
      const text = pieces.join('');
      const parts = splitDocument({ title: 'x', text }, length);
      expect(squeezed(parts.map((part) => part.text).join(''))).toBe(squeezed(text));
      for (const part of parts) {
        expect(part.text.length).toBeLessThanOrEqual(length);
        expect(part.text.trim()).not.toBe('');
        expect([...part.title].length).toBeLessThanOrEqual(80);
        expect(part.text.isWellFormed() || !text.isWellFormed()).toBe(true);
      }
    }));
  });
});

describe('several documents', () => {
  it('however long make about as many paragraphs as may be', () => {
    const long = { title: 'long', text: Array.from({ length: 400 }, (_, index) => filler(`Chapter ${index} tells`, 20)).join('\n\n') };
    const parts = splitDocuments([long, { title: 'b', text: filler('Short', 400) }], 60);
    expect(parts.length).toBeLessThanOrEqual(70);
    expect(parts.length).toBeGreaterThan(30);
  });

  it('are found again by lookup', () => {
    const parts = splitDocuments([{ title: 'harbour', text: `${filler('Boats come and go', 60)}\n\nThe lighthouse was built by Ada Stevenson in 1871.\n\n${filler('Gulls cry', 90)}` }]);
    expect(parts.length).toBeGreaterThan(2);
    expect(lookup('who built the lighthouse', parts).output).toContain('Ada Stevenson in 1871');
  });
});
