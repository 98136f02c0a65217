import { z } from 'zod';
import { partsOf, type WholeDocument } from '../../../../shared/agent/tools/splitDocument.ts';
import { TandemError } from '../../../../shared/errors.ts';

/** A file that goes with a question. */
export interface AttachedFile {
  readonly name: string;
  readonly sizeBytes: number;
  /** One, or the entries of a JSON list. */
  readonly documents: readonly WholeDocument[];
  /** It went with a question before: its documents are the paragraphs that were sent, and stay as they are. */
  readonly isSplit?: boolean;
}
/** The part of `runs.start` that files become. */
export interface SentFiles {
  readonly documents: { title: string; text: string }[];
  readonly files: { name: string; sizeBytes: number; paragraphs: number }[];
}

/** With one question, all files together: an expert that is asked gets all of it. */
export const maxCharacters = 200_000;
export const maxFiles = 10;
/** No text of so many characters is larger, in whatever script: it need not even be read. */
export const maxBytes = maxCharacters * 4;
const maxEntries = 200;

const listSchema = z.array(z.object({ title: z.string(), text: z.string() })).min(1);
const number = new Intl.NumberFormat('en');

/** The file as documents, or a sentence that says why it cannot be one. */
export function readDocument(name: string, bytes: Uint8Array): AttachedFile {
  if (bytes.length > maxBytes) throw tooLong(name, bytes.length);
  const text = decode(name, bytes);
  if (text.trim() === '') throw refused(`${name} is empty, so it was not attached.`);
  if (text.length > maxCharacters) throw tooMuch(name, `${number.format(text.length)} characters`);
  const title = name.replace(/\.(?:txt|text|md|markdown|json|csv|tsv|log)$/i, '');
  const documents = /\.json$/i.test(name) ? readList(name, text) : [{ title, text, ...(/\.[ct]sv$/i.test(name) ? { isTable: true } : {}) }];
  return { name, sizeBytes: bytes.length, documents };
}

/** The files of one question, or a sentence that says why this one cannot join them. */
export function withFile(files: readonly AttachedFile[], file: AttachedFile): readonly AttachedFile[] {
  if (files.some((other) => other.name === file.name && lengthOf(other) === lengthOf(file) && JSON.stringify(other.documents) === JSON.stringify(file.documents))) return files;
  if (files.length >= maxFiles) throw refused(`At most ${maxFiles} files can go with one question, so ${file.name} was not attached. Remove another one first.`);
  const total = [...files, file].reduce((sum, one) => sum + lengthOf(one), 0);
  if (total > maxCharacters) {
    throw refused(`With ${file.name} the files would have ${number.format(total)} characters; at most ${number.format(maxCharacters)} can go with one question. It was not attached; remove another one first, or attach only the part that matters.`);
  }
  return [...files, file];
}

/** What is sent: titled paragraphs in which single passages can be found. */
export function paragraphsOf(files: readonly AttachedFile[]): SentFiles {
  const fresh = files.filter((file) => file.isSplit !== true);
  // Together, because how finely they are cut depends on how much there is of all of them.
  const parts = partsOf(fresh.flatMap((file) => file.documents));
  let at = 0;
  const cut = files.map((file) => {
    if (file.isSplit === true) return file.documents;
    at += file.documents.length;
    return parts.slice(at - file.documents.length, at).flat();
  });
  return {
    documents: cut.flat().map(({ title, text }) => ({ title, text })),
    files: files.map(({ name, sizeBytes }, index) => ({ name, sizeBytes, paragraphs: cut[index]?.length ?? 0 })),
  };
}

function decode(name: string, bytes: Uint8Array): string {
  const startsWith = (...first: readonly number[]) => first.every((byte, index) => bytes[index] === byte);
  if (startsWith(0xff, 0xfe) || startsWith(0xfe, 0xff)) throw encoding(name, 'UTF-16');
  // Text has no zero bytes, and what calls itself PDF is none even without them.
  if (bytes.includes(0) || startsWith(0x25, 0x50, 0x44, 0x46, 0x2d)) throw binary(name);
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw encoding(name, null);
  }
  const odd = text.match(/[^\P{Cc}\s]/gu)?.length ?? 0;
  if (odd > text.length / 20) throw binary(name);
  return text;
}

function readList(name: string, text: string): readonly WholeDocument[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (cause) {
    throw refused(`${name} is not valid JSON, so it was not attached. Mend it, or save its text as .txt.`, cause);
  }
  const list = listSchema.safeParse(parsed);
  if (!list.success) throw refused(`${name} was not attached: a JSON file must hold a list of { "title", "text" }. To attach it as it is, save it as .txt.`, list.error);
  if (list.data.length > maxEntries) throw refused(`${name} has ${number.format(list.data.length)} entries; at most ${maxEntries} can be looked up in. It was not attached; keep only those that matter.`);
  const filled = list.data.filter((entry) => entry.text.trim() !== '');
  if (filled.length === 0) throw refused(`Every entry of ${name} is empty, so it was not attached.`);
  return filled;
}

function lengthOf(file: AttachedFile): number {
  return file.documents.reduce((sum, document) => sum + document.text.length, 0);
}

function refused(words: string, cause?: unknown): TandemError {
  return new TandemError('badInput', words, { cause });
}
function binary(name: string): TandemError {
  return refused(`${name} is not a text file, so it was not attached. Save its text as .txt or .md and attach that.`);
}
function encoding(name: string, is: string | null): TandemError {
  return refused(`${name} ${is === null ? 'is not written in UTF-8' : `is written in ${is}`}, so its letters could not be read and it was not attached. Save it as UTF-8 and attach it again.`);
}
/** For a file that need not be read to know that it is too long. */
export function tooLong(name: string, sizeBytes: number): TandemError {
  return tooMuch(name, `${number.format(Math.round(sizeBytes / 1000))} kB`);
}
function tooMuch(name: string, size: string): TandemError {
  return refused(`${name} has ${size}; at most ${number.format(maxCharacters)} characters can go with one question. It was not attached; attach only the part that matters.`);
}
