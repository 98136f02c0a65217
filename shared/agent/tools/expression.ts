import { mayBegin } from './beginning.ts';
import { tokenise, type Token } from './tokens.ts';
import { addsLikeUnits, firstMeasure, sameNoun, type Part } from './units.ts';
import { beginsAnew, changesTheNumber } from './words.ts';

/** A calculation as it stands in a text. */
export interface Expression {
  /** In mathjs syntax. */
  readonly text: string;
  readonly parts: readonly Part[];
}

/** Words that one operand may carry. */
const longestUnit = 6;

/**
 * The arithmetic that ends where a result is due, or null where there is none or where guessing would be needed.
 * Units after a number are passed over ("3 boxes * 12 pencils"), percentages are understood only as factors. What is
 * found is always the whole expression: where the search comes to something that belongs to it and is not understood
 * (a variable, a function, a number in words), there is no calculation.
 * @param text everything before the equals sign, on one line
 * @param isCut the line is longer: an expression that reaches back to its beginning may go on before it
 */
export function trailingExpression(text: string, isCut = false): Expression | null {
  const tokens = tokenise(text);
  const parts: Part[] = [];
  let unit: string[] = [];
  let depth = 0;
  let at = tokens.length - 1;
  for (; at >= 0; at -= 1) {
    const token = tokens[at];
    if (!token || token.kind === 'other' || (token.kind === 'open' && depth === 0)) break;
    if (token.kind === 'word') {
      if (token.text === 'of' && tokens[at - 1]?.kind === 'percent') {
        if (unit.some((word) => beginsAnew.has(word))) {
          // "25% of the rest is 16 * 0.25"
          unit.unshift(token.text);
          at -= 1;
          break;
        }
        parts.unshift({ token: { kind: 'operator', text: '*', apart: true }, unit: [] });
        continue;
      }
      if (isVariable(tokens, at) || !isPartOfUnit(tokens, at)) break;
      unit.unshift(token.text);
      if (!isOver(tokens[at - 1])) continue;
      // Words after a slash are the other half of a unit ("minutes/day", "20 / hour"), unless they are divided by.
      if (isDivisor(tokens, at)) return null;
      at -= 1;
      continue;
    }
    if (isApartFrom(token, parts[0]?.token, unit)) break;
    if (token.kind === 'close') depth += 1;
    if (token.kind === 'open') depth -= 1;
    parts.unshift({ token, unit });
    unit = [];
  }
  if (depth !== 0 || (isCut && at < 0) || !mayBegin(tokens, at, parts, unit)) return null;
  return isWellFormed(parts) && parts.every(hasPlainUnit) && addsLikeUnits(parts) ? { text: parts.map(({ token }) => spell(token)).join(' '), parts } : null;
}

/** Two operands side by side are two expressions, except for brackets that touch: "(1 + 2)(3 + 4)". */
function isApartFrom(token: Token, next: Token | undefined, unit: readonly string[]): boolean {
  if (next?.kind !== 'number' && next?.kind !== 'open') return false;
  return token.kind === 'number' || token.kind === 'percent' || (token.kind === 'close' && (next.kind === 'number' || next.apart || unit.length > 0));
}

const isOver = (token: Token | undefined): boolean => token?.kind === 'operator' && token.text === '/';

/** "100 / total": a name that stands for a number; in "5 days * $20 / day" it is the other half of a unit. */
function isDivisor(tokens: readonly Token[], at: number): boolean {
  const [before, slash, word] = tokens.slice(at - 2, at + 1);
  return (before?.kind === 'number' || before?.kind === 'close') && slash?.apart === true && word?.kind === 'word' && word.apart && firstMeasure([word.text]) === undefined
    && !tokens.some((other, i) => other.kind === 'word' && tokens[i - 1]?.kind === 'number' && sameNoun(other.text, word.text));
}

/** A single letter, unless it is the article in "20 minutes a day" or in "pays a 40 * 0.25". */
function isVariable(tokens: readonly Token[], at: number): boolean {
  const token = tokens[at];
  if (token?.kind !== 'word' || token.text.length > 1) return false;
  if (token.text !== 'a') return true;
  const next = tokens[at + 1];
  return !(next?.kind === 'word' && next.text.length > 1) && !(next?.kind === 'number' && next.apart && tokens[at - 1]?.kind === 'word');
}

/** Words after a number or a bracket are its unit. */
function isPartOfUnit(tokens: readonly Token[], at: number): boolean {
  for (let i = at - 1; i >= 0 && at - i <= longestUnit; i -= 1) {
    const token = tokens[i];
    if (token?.kind === 'number' || token?.kind === 'close' || token?.kind === 'percent') return true;
    if (token?.kind === 'word') {
      if (isVariable(tokens, i)) return false;
      continue;
    }
    if (isOver(token) && i === at - 1) continue;
    return false;
  }
  return false;
}

function hasPlainUnit({ unit }: Part): boolean {
  return !unit.some((word) => changesTheNumber.has(word) || beginsAnew.has(word));
}

/** Operands and operators by turns, at least two numbers and one operator; a minus may also be a sign. */
function isWellFormed(parts: readonly Part[]): boolean {
  let operandDue = true;
  let operations = 0;
  for (const [i, { token }] of parts.entries()) {
    const [before, next] = [parts[i - 1]?.token, parts[i + 1]?.token];
    if (token.kind === 'operator') {
      if (operandDue && !isSign(token, before, next)) return false;
      if (!operandDue) operations += 1;
      operandDue = true;
    } else if (token.kind === 'number' || token.kind === 'open') {
      if (!operandDue && !(token.kind === 'open' && before?.kind === 'close')) return false;
      operandDue = token.kind === 'open';
    } else if (operandDue) return false;
    if (token.kind === 'percent' && next && next.kind !== 'operator' && next.kind !== 'close') return false;
  }
  const numbers = parts.filter(({ token }) => token.kind === 'number').length;
  return !operandDue && numbers >= 2 && operations > 0 && percentsAreFactors(parts);
}

/** At the very beginning a dash with a blank behind it may be a bullet. */
function isSign(token: Token, before: Token | undefined, next: Token | undefined): boolean {
  if (token.kind !== 'operator' || token.text !== '-' || (next?.kind !== 'number' && next?.kind !== 'open')) return false;
  return before === undefined ? !next.apart : before.kind === 'open' || before.kind === 'operator';
}

/** "20% * 50" has one meaning; "100% - 20%" and "50 + 20%" have several, so they are left to the model. */
function percentsAreFactors(parts: readonly Part[]): boolean {
  if (!parts.some(({ token }) => token.kind === 'percent')) return true;
  return parts.every(({ token }) => token.kind !== 'operator' || token.text === '*');
}

function spell(token: Token): string {
  switch (token.kind) {
    case 'number':
    case 'operator':
      return token.text;
    case 'open':
      return '(';
    case 'close':
      return ')';
    case 'percent':
      return '/ 100';
    case 'word':
    case 'other':
      return '';
  }
}
