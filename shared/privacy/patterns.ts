import { isValidIBAN } from 'ibantools';
import { findPhoneNumbersInText } from 'libphonenumber-js/min';

/** What is kept back. The word, in capitals, is the placeholder's. */
export type PrivateKind = 'email' | 'phone' | 'card' | 'iban' | 'key' | 'ip' | 'mac' | 'ssn';
export interface Range { readonly start: number; readonly end: number }
interface Pattern {
  readonly kind: PrivateKind;
  find(text: string): Iterable<Range>;
}

/**
 * What counts as private, most certain first: where two overlap, the earlier one wins. Each pattern is bounded, so that
 * no text makes it slow, and asks for more than digits, so that the numbers of a word problem stay.
 */
export const patterns: readonly Pattern[] = [
  // A key file pasted whole: no other pattern may take only a part of it.
  { kind: 'key', find: byRegExp(/-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[\s\S]{0,20000}?-----END [A-Z ]{0,40}PRIVATE KEY-----/g) },
  // Prefixes that services give their keys on purpose, so that scanners find them.
  { kind: 'key', find: byRegExp(/(?<![\w-])(?:sk-[\w-]{16,}|[sr]k_(?:live|test)_\w{10,}|gh[pousr]_\w{20,}|github_pat_\w{20,}|glpat-[\w-]{16,}|npm_\w{30,}|hf_\w{20,}|xox[abeoprs]-[\w-]{10,}|AIza[\w-]{30,}|ya29\.[\w-]{20,}|SG\.[\w-]{16,}\.[\w-]{16,}|(?:AKIA|ASIA)[A-Z0-9]{16})(?![\w-])/g) },
  // JSON Web Tokens: a JSON object in base64 always begins with eyJ.
  { kind: 'key', find: byRegExp(/(?<![\w-])eyJ[\w-]{8,}\.[\w-]{4,}\.[\w-]{4,}/g) },
  { kind: 'key', find: byRegExp(/\bbearer\s{1,4}([A-Za-z0-9._~+/-]{16,}=*)/gi) },
  // user:password@ in an address, as in database URLs.
  { kind: 'key', find: byRegExp(/\b[a-z][a-z0-9+.-]{1,20}:\/\/([^\s:@/]{1,200}:[^\s@/]{1,200})@/gi) },
  // Said to be secret by whoever wrote it. A plain number after "secret" may well be part of a puzzle.
  { kind: 'key', find: byRegExp(/\b(?:password|passwd|passphrase|api[_ -]?key|secret[_ -]?key|client[_ -]?secret|access[_ -]?token|auth[_ -]?token)["']?\s{0,3}[:=]\s{0,3}["']?((?![\d.,]+(?![^\s"',;]))[^\s"',;]{6,200})/gi) },
  { kind: 'email', find: byRegExp(/(?<![\p{L}\p{N}._%+-])[\p{L}\p{N}._%+'-]{1,64}@(?:[\p{L}\p{N}-]{1,63}\.){1,8}\p{L}{2,24}/gu) },
  { kind: 'iban', find: ibans },
  { kind: 'card', find: byRegExp(/(?<![\d.,-])(?:\d{13,19}|\d{4}([ -])\d{4}\1\d{4}\1\d{1,7}|3\d{3}([ -])\d{6}\2\d{5})(?![\d-]|[.,]\d)/g, (text) => isCard(text.replace(/\D/g, '')), true) },
  { kind: 'phone', find: internationalPhones },
  // North America: (212) 555-0187, 212-555-0187, 212.555.0187; area and exchange never begin with 0 or 1.
  { kind: 'phone', find: byRegExp(/(?<![\w.+*/^=(-])(?:1[ .-])?(?:\([2-9]\d{2}\) ?|[2-9]\d{2}([.-]))[2-9]\d{2}[.-]\d{4}(?![\w*/^]|[.,-]\d|\s*[=*/+^])/g, undefined, true) },
  // Elsewhere a national number begins with 0, which no number of a problem does: 06 12 34 56 78, 030 1234567, 020 7946 0958.
  { kind: 'phone', find: byRegExp(/(?<![\w.,:/+-])0[1-9](?:([ .-])\d{2}\1\d{2}\1\d{2}\1\d{2}|\d{1,3}[ /-]\d{3,4}[ -]?\d{3,5})(?![\w:/]|[.,-]\d)/g, undefined, true) },
  // US social security numbers; 000, 666 and 9xx are never given out.
  { kind: 'ssn', find: byRegExp(/(?<![\w.-])(?!000|666|9)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\w-]|\s*[=*/+^])/g) },
  { kind: 'mac', find: byRegExp(/(?<![\w:-])[0-9a-f]{2}(?:([:-])[0-9a-f]{2})(?:\1[0-9a-f]{2}){4}(?![\w:-])/gi, (text) => /[a-f]/i.test(text), true) },
  { kind: 'ip', find: byRegExp(/(?<![\w.])(?:(?:25[0-5]|2[0-4]\d|1\d{2}|[1-9]?\d)\.){3}(?:25[0-5]|2[0-4]\d|1\d{2}|[1-9]?\d)(?![\w]|\.\d)/g) },
  { kind: 'ip', find: byRegExp(/(?<![\w:.])[0-9a-f:]{3,39}(?![\w:])/gi, isIpV6) },
];

/** @param wholeMatch the groups only hold separators; otherwise the first group, where there is one, is what is private */
function byRegExp(pattern: RegExp, isIt: (text: string) => boolean = () => true, wholeMatch = false): (text: string) => Iterable<Range> {
  return function* find(text) {
    for (const match of text.matchAll(pattern)) {
      const value = wholeMatch ? match[0] : (match[1] ?? match[0]);
      if (!isIt(value)) continue;
      const start = match.index + match[0].lastIndexOf(value);
      yield { start, end: start + value.length };
    }
  };
}

/** The longest valid IBAN at each place that looks like one: what follows may be words in capitals. */
function* ibans(text: string): Iterable<Range> {
  for (const match of text.matchAll(/(?<![A-Z0-9])[A-Z]{2}\d{2}(?: ?[A-Z0-9]){11,30}(?![a-z0-9])/g)) {
    for (let length = match[0].length; length >= 15; length--) {
      const value = match[0].slice(0, length);
      if (value.endsWith(' ') || !isValidIBAN(value.replaceAll(' ', ''))) continue;
      yield { start: match.index, end: match.index + length };
      break;
    }
  }
}

/** Numbers with their country's code, valid in that country. After a number, the plus is an operator. */
function* internationalPhones(text: string): Iterable<Range> {
  for (const match of text.matchAll(/(?<![\d)%][ ]{0,3})(?:\+|(?<![\d.,])00)[1-9](?:(?:[ .-]| ?\(|\) ?)?\d){6,15}/g)) {
    const dialled = match[0].replace(/^00/, '+');
    for (const found of findPhoneNumbersInText(dialled)) {
      if (found.startsAt === 0) yield { start: match.index, end: match.index + found.endsAt + match[0].length - dialled.length };
    }
  }
}

/** Luhn's check digit, behind a first digit that card companies use. */
function isCard(digits: string): boolean {
  if (!/^[2-6]/.test(digits)) return false;
  let sum = 0;
  for (const [index, digit] of [...digits].reverse().entries()) {
    const value = Number(digit) * (index % 2 === 1 ? 2 : 1);
    sum += value > 9 ? value - 9 : value;
  }
  return sum % 10 === 0;
}

/** Eight groups, or fewer around one "::". Times and ratios (12:30:45, 1:2:3) are none. */
function isIpV6(text: string): boolean {
  const halves = text.split('::');
  if (halves.length > 2) return false;
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')));
  if (groups.some((group) => group === '' || group.length > 4)) return false;
  if (halves.length === 2) return groups.length >= 2 && groups.length <= 7 && /[0-9]/.test(text);
  return groups.length === 8 && groups.some((group) => group.length > 2 || /[a-f]/i.test(group));
}
