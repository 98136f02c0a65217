import type { Token } from './tokens.ts';

/** An operand or an operator of an expression, with the words that stand behind it ("3 boxes", "4 days/week"). */
export interface Part { readonly token: Token; readonly unit: readonly string[] }

/** Units of one kind but of different size cannot be added as they stand. */
const measures: readonly (readonly string[])[] = [
  ['second|seconds|sec|secs', 'minute|minutes|min|mins', 'hour|hours|hr|hrs', 'day|days', 'week|weeks', 'month|months', 'year|years|yr|yrs', 'decade|decades', 'century|centuries'],
  ['mm|millimeter|millimeters|millimetre|millimetres', 'cm|centimeter|centimeters|centimetre|centimetres', 'meter|meters|metre|metres', 'km|kilometer|kilometers|kilometre|kilometres', 'inch|inches', 'foot|feet|ft', 'yard|yards', 'mile|miles'],
  ['mg|milligram|milligrams', 'gram|grams', 'kg|kilogram|kilograms|kilo|kilos', 'ounce|ounces|oz', 'pound|pounds|lb|lbs', 'ton|tons|tonne|tonnes'],
  ['ml|milliliter|milliliters|millilitre|millilitres', 'cl|centiliter|centilitre|centiliters|centilitres', 'liter|liters|litre|litres', 'teaspoon|teaspoons|tsp', 'tablespoon|tablespoons|tbsp', 'cup|cups', 'pint|pints', 'quart|quarts', 'gallon|gallons'],
  ['cent|cents|penny|pennies|pence', 'nickel|nickels', 'dime|dimes', 'quarter|quarters', 'dollar|dollars|buck|bucks|usd', 'euro|euros'],
];
/** How many of a smaller unit make a larger one, by kind. */
const factors: readonly (readonly number[])[] = [[60, 3600, 24, 1440, 7], [100, 1000, 10, 12, 3, 36], [1000, 16], [1000, 4, 2, 8, 16], [100]];
/** What holds others: two pairs and a sock are not three of anything. */
const holders = /^(?:pair|pack|packet|package|box|case|carton|crate|bag|set|stack|bundle|bunch|deck|batch|team|row)(?:s|es)?$/;

export interface Measure { readonly kind: number; readonly size: number }

const measureOf: ReadonlyMap<string, Measure> = new Map(measures.flatMap((sizes, kind) => sizes.flatMap((words, size) => words.split('|').map((word) => [word, { kind, size }] as const))));
export const moneyMeasure = measureOf.get('dollars');

/** The first unit of measure among some words; what stands behind a slash or "per" is another's. */
export function firstMeasure(words: readonly string[]): Measure | undefined {
  for (const word of words) {
    const measure = measureOf.get(word);
    if (measure) return measure;
  }
  return undefined;
}

/** The same quantity in another unit, such as 2 hours for 120 minutes. */
export function isOtherSize(a: Measure, b: Measure): boolean {
  return a.kind === b.kind && a.size !== b.size;
}

/** What a quantity may come to in another unit of the same kind: 30 minutes in seconds, hours and days. */
export function conversionsOf(quantity: number, { kind }: Measure): readonly number[] {
  return (factors[kind] ?? []).flatMap((factor) => [quantity * factor, quantity / factor]);
}

/** Every measure in a part, a currency sign included. */
export function measuresOf({ token, unit }: Part): readonly Measure[] {
  const own = token.kind === 'number' && token.isMoney && moneyMeasure ? [moneyMeasure] : [];
  return [...own, ...unit.flatMap((word) => measureOf.get(word) ?? [])];
}

interface Factor { readonly measures: readonly Measure[]; readonly noun: string | undefined }

/**
 * Whether what is added or subtracted is counted in the same unit, as far as units are named. Different things may be
 * added (apples and oranges make fruit), different measures may not (an hour and 30 minutes), nor boxes and what is
 * in them.
 */
export function addsLikeUnits(parts: readonly Part[]): boolean {
  const sums: Factor[][][] = [[[]]];
  const add = (factor: Factor): void => { sums.at(-1)?.at(-1)?.push(factor); };
  for (const part of parts) {
    const { token, unit } = part;
    if (token.kind === 'open') sums.push([[]]);
    else if (token.kind === 'close') {
      const inner = sums.pop() ?? [];
      if (!isLike(inner)) return false;
      const own = measuresOf(part);
      add({ measures: own.length > 0 ? own : inner.flat().flatMap(({ measures }) => measures), noun: unit[0] });
    } else if (token.kind === 'operator') {
      if (token.text === '+' || token.text === '-') sums.at(-1)?.push([]);
    } else add({ measures: measuresOf(part), noun: unit[0] });
  }
  return sums.every(isLike);
}

/** @param terms of one sum, each with its factors */
function isLike(terms: readonly (readonly Factor[])[]): boolean {
  const [first, ...others] = terms.map((factors) => factors.flatMap(({ measures }) => measures)).filter((found) => found.length > 0);
  if (others.some((found) => !found.some((one) => first?.some((other) => one.kind === other.kind && one.size === other.size)))) return false;
  const nouns = terms.flatMap((factors) => (factors.length === 1 ? factors[0]?.noun ?? [] : []));
  return !nouns.some((noun) => holders.test(noun)) || nouns.every((noun) => sameNoun(noun, nouns[0] ?? noun));
}

export function sameNoun(a: string, b: string): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  return long === short || long === `${short}s` || long === `${short}es`;
}
