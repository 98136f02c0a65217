import type { Interval } from './results.ts';

/** What stands where nothing was measured. */
export const nothing = '–';

const minus = (text: string): string => text.replaceAll('-', '−');
const fixed = (value: number, digits: number): string => minus((Math.abs(value) < 0.5 * 10 ** -digits ? 0 : value).toFixed(digits));
const signed = (value: number, digits: number): string => (fixed(value, digits).startsWith('−') || Number(value.toFixed(digits)) === 0 ? '' : '+') + fixed(value, digits);

/** Three digits that count: 0.00123, 1.23, 12.3, 123, 1,234. */
export function short(value: number): string {
  if (value === 0) return '0';
  if (Math.abs(value) >= 100) return minus(Math.round(value).toLocaleString('en-US'));
  const digits = Math.min(8, 2 - Math.floor(Math.log10(Math.abs(value))));
  return fixed(value, digits);
}

const span = (low: string, high: string): string => (low.startsWith('−') || high.startsWith('−') || low.startsWith('+') ? `${low} to ${high}` : `${low}–${high}`);

export const percent = (value: number | null): string => (value === null ? nothing : `${fixed(value * 100, 1)} %`);
export const ratio = (value: number | null): string => (value === null ? nothing : fixed(value, 3));
export const whole = (value: number): string => value.toLocaleString('en-US');

/** `57.6 % (49.3–65.4)` */
export const percentSpan = (one: Interval | null): string => (one === null ? nothing : `${percent(one.value)} (${span(fixed(one.low * 100, 1), fixed(one.high * 100, 1))})`);
/** `0.79 (0.74–0.84)`, to three digits */
export const ratioSpan = (one: Interval | null): string => (one === null ? nothing : `${fixed(one.value, 3)} (${span(fixed(one.low, 3), fixed(one.high, 3))})`);
/** `+3.1 points (−1.0 to +7.2)` */
export const pointsSpan = (one: Interval): string => `${signed(one.value * 100, 1)} points (${signed(one.low * 100, 1)} to ${signed(one.high * 100, 1)})`;
/** Dollars for a thousand questions: single questions cost too many zeros. */
export const usdSpan = (one: Interval | null, times = 1000): string => (one === null ? nothing : `$${short(one.value * times)} (${span(short(one.low * times), short(one.high * times))})`);
export const secondsSpan = (one: Interval | null): string => (one === null ? nothing : `${short(one.value)} s (${span(short(one.low), short(one.high))})`);
export const timesSpan = (one: Interval | null): string => (one === null ? nothing : `${short(one.value)} × (${span(short(one.low), short(one.high))})`);

/** The unit in which a number of floating point operations is readable. */
export function flopsUnit(value: number): { readonly name: string; readonly size: number } {
  const units = [{ name: 'PFLOPs', size: 1e15 }, { name: 'TFLOPs', size: 1e12 }, { name: 'GFLOPs', size: 1e9 }, { name: 'MFLOPs', size: 1e6 }];
  return units.find((unit) => Math.abs(value) >= unit.size) ?? { name: 'FLOPs', size: 1 };
}
export function flopsSpan(one: Interval | null): string {
  if (one === null) return nothing;
  const { name, size } = flopsUnit(one.value);
  return `${short(one.value / size)} ${name} (${span(short(one.low / size), short(one.high / size))})`;
}

/** Text from data as it may stand in a file: no control characters, no reordering marks, one line. */
export const oneLine = (text: string): string => stripped(text).replaceAll(/\s+/gu, ' ').trim();
// oxlint-disable-next-line no-control-regex -- these are the ones to take out
export const stripped = (text: string): string => text.replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]/gu, '').replaceAll(/\p{Surrogate}/gu, '\ufffd');

/** Cut to what a label of a plot has room for. */
export function cut(text: string, most: number): string {
  const letters = [...oneLine(text)];
  return letters.length <= most ? letters.join('') : `${letters.slice(0, most - 1).join('').trimEnd()}…`;
}

export const dialWords = (dial: number | null): string => (dial === null ? nothing : String(Number(dial.toFixed(4))));

/** Distinct values in the order in which they first stand. */
export const distinct = (values: readonly string[]): readonly string[] => [...new Set(values)];

/** A name for an element or a file: letters, digits and hyphens only, whatever the data is called. */
export const slug = (text: string): string => text.normalize('NFKD').toLowerCase().replaceAll(/[^a-z0-9]+/g, '-').slice(0, 40).replaceAll(/^-+|-+$/g, '') || 'unnamed';
