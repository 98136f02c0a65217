import type { Paragraph } from '../model.ts';

/** A text as it came: its name, and whether its lines are rows of a table under a first line with the names of the columns. */
export interface WholeDocument extends Paragraph { readonly isTable?: boolean }

/** About as long as a passage that `lookup` gives back twice over: short enough to be about one thing. */
const usualLength = 1_000;
const maxTitle = 80;

/**
 * Cuts documents into titled paragraphs that `lookup` can tell apart. Titles stand in the local model's prompt, all of
 * them, so there are about `maxParts` at most: the more text there is, the longer the paragraphs get.
 */
export function splitDocuments(documents: readonly WholeDocument[], maxParts = 60): readonly Paragraph[] {
  return partsOf(documents, maxParts).flat();
}

/** The same, with the paragraphs of each document in a list of their own. */
export function partsOf(documents: readonly WholeDocument[], maxParts = 60): readonly (readonly Paragraph[])[] {
  const total = documents.reduce((sum, document) => sum + document.text.length, 0);
  const length = Math.max(usualLength, Math.ceil((total * 1.5) / maxParts));
  return documents.map((document) => splitDocument(document, length));
}

/** One document in paragraphs of at most `length` characters (a table's first line, said again in each, comes on top). */
export function splitDocument({ title, text, isTable = false }: WholeDocument, length = usualLength): readonly Paragraph[] {
  const clean = text.replace(/\r\n?/g, '\n').trim();
  if (clean === '') return [];
  if (clean.length <= length) return [{ title: short(title), text: clean }];
  if (isTable) return splitTable(title, clean, length);
  const parts: { heading: string; text: string }[] = [];
  for (const section of sections(clean)) {
    for (const piece of join(section.blocks.flatMap((block) => cut(block, length)), length, '\n\n')) parts.push({ heading: section.heading, text: piece });
  }
  return parts.map((part, index) => ({ title: titleOf(title, part.heading, index + 1, part.text), text: part.text }));
}

function splitTable(title: string, text: string, length: number): readonly Paragraph[] {
  const [names = '', ...rows] = text.split('\n');
  const kept = rows.filter((row) => row.trim() !== '').flatMap((row) => cut(row, length));
  return join(kept, length, '\n').map((part, index) => ({ title: short(`${title}, part ${index + 1}`), text: `${names.slice(0, length)}\n${part}` }));
}

/** Blocks between blank lines, gathered under the heading that they stand under. A `#` inside a fenced block of code is none. */
function sections(text: string): readonly { readonly heading: string; readonly blocks: readonly string[] }[] {
  const all: { heading: string; blocks: string[] }[] = [{ heading: '', blocks: [] }];
  let block: string[] = [];
  let isCode = false;
  const endBlock = () => {
    if (block.length > 0) all.at(-1)?.blocks.push(block.join('\n'));
    block = [];
  };
  for (const line of text.split('\n')) {
    if (/^\s*(?:```|~~~)/.test(line)) isCode = !isCode;
    const heading = isCode ? undefined : /^#{1,6}\s+(.*?)\s*#*\s*$/.exec(line)?.[1];
    if (heading !== undefined) {
      endBlock();
      all.push({ heading, blocks: [] });
      block.push(line);
    } else if (line.trim() === '') endBlock();
    else block.push(line.trimEnd());
  }
  endBlock();
  return all.filter(({ blocks }) => blocks.length > 0);
}

/** A block as it is, or its lines, its sentences, its words: whatever is the first to be short enough. */
function cut(block: string, length: number): readonly string[] {
  if (block.length <= length) return [block];
  for (const [between, glue] of [[/\n/, '\n'], [/(?<=[.!?])\s+/, ' '], [/\s+/, ' ']] as const) {
    const pieces = block.split(between).filter((piece) => piece.trim() !== '');
    if (pieces.length > 1) return join(pieces.flatMap((piece) => cut(piece, length)), length, glue);
  }
  return chunks(block, length);
}

/** A word without an end, cut between characters and never inside one. */
function chunks(word: string, length: number): readonly string[] {
  const all: string[] = [];
  let chunk = '';
  for (const character of word) {
    if (chunk.length + character.length > length) {
      all.push(chunk);
      chunk = '';
    }
    chunk += character;
  }
  return chunk === '' ? all : [...all, chunk];
}

/** Neighbours put together as long as they stay short enough. */
function join(pieces: readonly string[], length: number, glue: string): readonly string[] {
  const all: string[] = [];
  for (const piece of pieces) {
    const last = all.at(-1);
    if (last !== undefined && last.length + glue.length + piece.length <= length) all[all.length - 1] = `${last}${glue}${piece}`;
    else all.push(piece);
  }
  return all;
}

/** What it is about, as far as that can be read off it: its heading, else its first words. */
function titleOf(document: string, heading: string, part: number, text: string): string {
  const about = heading === '' ? (text.split('\n', 1)[0] ?? '').split(/\s+/).slice(0, 6).join(' ') : heading;
  return short(`${document}, part ${part}: ${about}`);
}

function short(title: string): string {
  const line = title.replace(/\s+/g, ' ').trim();
  const characters = [...line];
  return characters.length <= maxTitle ? line : `${characters.slice(0, maxTitle - 1).join('').trimEnd()}…`;
}
