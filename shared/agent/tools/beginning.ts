import type { Token } from './tokens.ts';
import { firstMeasure, isOtherSize, measuresOf, type Part } from './units.ts';
import { averages, beginsAClause, beginsAnew, changesTheNumber, governs, joins, leadsToASign, linking, numbered, operations } from './words.ts';

/** Marks that end what stands before them. Any other (a root, an underscore, a degree) may belong to the number. */
const boundary = /^(?:[:;,.?!"'’”“„«»…—<>≈→⇒⇔[{`|~*•]|\*\*)$/;

/**
 * Whether the parts found are a whole expression, judged by what stands before them.
 * @param at index of the token at which the search stopped; -1 where nothing stands before them
 * @param between words between that token and the first part
 */
export function mayBegin(tokens: readonly Token[], at: number, parts: readonly Part[], between: readonly string[]): boolean {
  const first = parts[0]?.token;
  const stop = tokens[at];
  if (!first) return false;
  if (!stop) return true;
  switch (stop.kind) {
    case 'other':
      return boundary.test(stop.text) && !isDecimal(tokens, at, first);
    case 'open':
      return isOpenAlone(stop, tokens[at - 1]);
    case 'word':
      if (!first.apart) return false;
      return first.kind === 'operator' ? leadsToASign.has(stop.text) : !isGoverned(tokens, at, parts);
    case 'number':
    case 'close':
    case 'percent':
      return first.kind !== 'operator' && first.apart && (between.length > 0 ? isAnotherNumber(tokens, at, parts, between) : isListLabel(tokens, at));
    case 'operator':
      return false;
  }
}

/** "1,5 + 2" and "12.345.678 + 1": a comma or point between digits is part of the number. */
function isDecimal(tokens: readonly Token[], at: number, first: Token): boolean {
  const stop = tokens[at];
  return stop?.kind === 'other' && /^[.,'’]$/.test(stop.text) && !stop.apart && !first.apart && tokens[at - 1]?.kind === 'number';
}

/** "(5 * 3 = 15)": what stands before the bracket is not part of it, unless it multiplies or names a function. */
function isOpenAlone(open: Token, before: Token | undefined): boolean {
  return before === undefined || before.kind === 'other' || before.kind === 'open' || (before.kind === 'word' && open.apart && before.text.length > 1);
}

/** A variable, a function or a number in words belongs to what follows it. */
function isGoverned(tokens: readonly Token[], at: number, parts: readonly Part[]): boolean {
  const stop = tokens[at];
  if (stop?.kind !== 'word') return false;
  if (stop.text.length === 1 && stop.text !== 'a') return !isEnding(tokens, at);
  const second = parts[1]?.token;
  if (numbered.has(stop.text) && second?.kind === 'operator' && second.text === '-') return true;
  let i = at;
  for (let word = stop; word.kind === 'word' && linking.has(word.text);) {
    i -= 1;
    const next = tokens[i];
    if (!next) return false;
    if (next.kind === 'number' || next.kind === 'close' || next.kind === 'percent') return true;
    if (next.kind !== 'word') return false;
    word = next;
  }
  const word = tokens[i];
  if (word?.kind !== 'word') return false;
  const before = tokens[i - 1];
  // "an average of 90 / 2" is divided already, "a remainder of 39 - 15" is a difference.
  const divides = parts.some(({ token }) => token.kind === 'operator' && token.text === '/');
  if (word.text === 'remainder') return divides;
  if (averages.has(word.text)) return i < at && !divides;
  return governs.has(word.text) || (word.text === 'by' && before?.kind === 'word' && /^(?:divided|multiplied)$/.test(before.text));
}

/** "so that's 3 * 4": a letter that ends a word. */
export function isEnding(tokens: readonly Token[], at: number): boolean {
  const [letter, mark] = [tokens[at], tokens[at - 1]];
  return letter?.kind === 'word' && /^[sdmt]$/.test(letter.text) && !letter.apart && mark?.kind === 'other' && /^['’]$/.test(mark.text) && !mark.apart;
}

/** "He has 3 boxes and 12 + 4": the first number is not part of the sum; in "5 to 3 * 4" and "1 hour 30 minutes" it is. */
function isAnotherNumber(tokens: readonly Token[], at: number, parts: readonly Part[], between: readonly string[]): boolean {
  const [first, second, third] = parts;
  // "3 boxes (12 each) * 4" may multiply.
  if (first?.token.kind === 'open' && (tokens[at]?.kind === 'close' || (second?.token.kind === 'number' && third?.token.kind === 'close'))) return false;
  // "2 dozen cakes cost 24 * 3": what stands before the verb is told about something else.
  const verb = between.findLastIndex((word) => beginsAnew.has(word) || beginsAClause.has(word));
  const words = between.slice(verb + 1).filter((word) => !/^(?:the|an?)$/.test(word));
  const last = words.at(-1);
  if (last === undefined) return verb >= 0;
  if (last === 'of' ? (verb < 0 && words.length <= 2) || governs.has(words.at(-2) ?? '') : operations.has(last) || last === 'than' || last === 'as') return false;
  if (verb >= 0) return true;
  const before = tokens[at - 1];
  // "the product of 5 and 3 + 2"
  if (last === 'and' && between.length === 1 && before?.kind === 'word' && /^(?:of|between)$/.test(before.text)) return false;
  if (words.length <= 2 && (joins.has(last) || words.some((word) => changesTheNumber.has(word)))) return false;
  const measure = firstMeasure(words);
  return measure === undefined || parts.slice(0, 2).flatMap(measuresOf).every((own) => !isOtherSize(measure, own));
}

/** "1) 5 * 3" and "(a) 5 * 3" at the beginning of a line. */
function isListLabel(tokens: readonly Token[], at: number): boolean {
  const label = tokens[at - 1];
  if (tokens[at]?.kind !== 'close') return false;
  return (at === 1 && (label?.kind === 'number' || label?.kind === 'word')) || (at === 2 && label?.kind === 'word' && tokens[0]?.kind === 'open');
}
