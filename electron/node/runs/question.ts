import { maxQuestionLength, tooLongWords, type ParsedInput } from '../../../shared/contract/api.ts';
import { TandemError } from '../../../shared/errors.ts';
import type { RunRequest } from './store/runRows.ts';

/** The question as it is kept; refuses what cannot be one. */
export function checkQuestion(text: string): string {
  const question = text.trim();
  if (question === '') throw new TandemError('badInput', 'There is no question yet. Type one and send it again.');
  if (question.length > maxQuestionLength) throw new TandemError('badInput', tooLongWords(question.length));
  if (looksBinary(question)) {
    throw new TandemError('badInput', 'This looks like a binary file, not like text. Nothing was sent; paste the text itself.');
  }
  return question;
}

/** Text holds no zero bytes, and hardly any other control characters or bytes that were no characters at all. */
function looksBinary(text: string): boolean {
  const odd = text.match(/[^\P{Cc}\s]|\uFFFD/gu)?.length ?? 0;
  return text.includes('\0') || odd > text.length / 20;
}

/** A chat's title: the question's first line, cut at a word. */
export function titleOf(question: string): string {
  const line = question.split('\n', 1)[0]?.replace(/\s+/g, ' ').trim() ?? '';
  if (line.length <= 60) return line;
  const cut = [...line.slice(0, 120)].slice(0, 60).join('');
  const atWord = cut.lastIndexOf(' ');
  return `${atWord > 30 ? cut.slice(0, atWord) : cut}…`;
}

/**
 * Which files a question's documents are from. Documents that came without saying so (from the terminal) count as one.
 * Refuses numbers that do not add up: a file would come back with another's text.
 */
export function filesOf({ documents = [], files }: Pick<ParsedInput<'runs.start'>, 'documents' | 'files'>): NonNullable<RunRequest['files']> {
  const given = files ?? (documents.length === 0 ? [] : [{ name: 'documents', sizeBytes: documents.reduce((sum, { text }) => sum + text.length, 0), paragraphs: documents.length }]);
  if (given.reduce((sum, { paragraphs }) => sum + paragraphs, 0) !== documents.length) {
    throw new TandemError('badInput', 'The attached files do not fit their text, so nothing was asked. Your text is kept in the box; attach the files again.');
  }
  return given;
}
