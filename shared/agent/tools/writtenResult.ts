import { conversionsOf, firstMeasure, isOtherSize, measuresOf, moneyMeasure, type Part } from './units.ts';

/** The number goes on in words: a percentage, a remainder, a multiple, a mixed number, a variable. */
const goesOnInWords = /^(?:[kKxynMB]\b|\s*(?:per\s?cent|pct|dozens?|hundreds?|thousands?|millions?|billions?|trillions?)\b|\s*,?\s*(?:(?:with|and)\s+)?(?:an?\s+)?(?:remainder|rem\b|r\s?=?\s?\d|R\s?=?\s?\d)|\s+and\s+(?:a|an|one|two|three)\s+(?:half|thirds?|quarters?|fourths?|fifths?)|\s+\d|\s*[½¼¾⅓⅔])/;
/** What is left of a division is told in words behind it: "3 boxes with 1 left over". */
const leftOver = /^[^.=\n]{0,40}\b(?:remainder|left ?over|remaining|remains?|left)\b/;

/**
 * Whether a written result says something else than the plain number computed: a whole quotient with its remainder,
 * a percentage, the same quantity in another unit. Such a result is not wrong because the numbers differ.
 * @param own the number as written
 * @param exact what was computed
 * @param lead what stands between the equals sign and the number
 * @param after what follows the number
 * @param parts of the calculation
 */
export function isAnotherQuantity(own: string, exact: string, lead: string, after: string, parts: readonly Part[]): boolean {
  if (goesOnInWords.test(after)) return true;
  if (isWholeQuotient(own, exact) && leftOver.test(after)) return true;
  const unit = /[$€£]/.test(lead) ? moneyMeasure : firstMeasure((/^\s*((?:[a-z]+\s*){1,3})/i.exec(after)?.[1] ?? '').toLowerCase().trim().split(/\s+/));
  if (!unit) return false;
  const sizes = parts.flatMap(measuresOf).filter((measure) => measure.kind === unit.kind);
  return sizes.every((measure) => isOtherSize(measure, unit)) && conversionsOf(Number(exact), unit).some((converted) => agreesAsWritten(own, String(converted)));
}

/** 3.33 is right for 3.333333: a result counts as the same when it is the true one rounded to the digits written. */
export function agreesAsWritten(written: string, exact: string): boolean {
  const decimals = (written.split('.')[1] ?? '').length;
  return Math.abs(Number(written) - Number(exact)) <= 0.5 * 10 ** -decimals * (decimals === 0 ? 1e-9 : 1) + 1e-9;
}

/** The result without its fraction: a remainder may follow. */
export function isWholeQuotient(own: string, exact: string): boolean {
  return own === String(Math.trunc(Number(exact))) && !Number.isInteger(Number(exact));
}
