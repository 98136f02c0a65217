import { patterns, type PrivateKind, type Range } from './patterns.ts';

/** Puts private values back into text that arrives in pieces. */
export interface StreamRestorer {
  /** What may be shown now: a placeholder that is cut in two is held back until the rest has come. */
  push(text: string): string;
  /** What was held back. */
  end(): string;
}

export interface Redaction {
  /** The texts with placeholders, in the order given. */
  readonly texts: readonly string[];
  /** How many different values of each kind were replaced. */
  readonly counts: Readonly<Record<string, number>>;
  restore(text: string): string;
  restorer(): StreamRestorer;
}

const placeholder = /\[[A-Z]+_\d+\]/g;
/** The beginning of something that may become a placeholder. */
const halfPlaceholder = /\[(?:[A-Z]{1,8}(?:_\d{0,6})?)?$/;

/**
 * Replaces private values by placeholders such as `[EMAIL_1]`, the same value by the same one in all texts. Only forms
 * that give themselves away are found (addresses, numbers with check digits, keys): never names, so this lessens what
 * leaves the device and proves nothing.
 */
export function redactAll(texts: readonly string[]): Redaction {
  const taken = new Set(texts.flatMap((text) => text.match(placeholder) ?? []));
  const placeholders = new Map<string, string>();
  const values = new Map<string, string>();
  const counts: Partial<Record<PrivateKind, number>> = {};

  const nameOf = (kind: PrivateKind, value: string): string => {
    const known = placeholders.get(`${kind} ${value}`);
    if (known !== undefined) return known;
    counts[kind] = (counts[kind] ?? 0) + 1;
    let number = counts[kind];
    // A placeholder that the user wrote stays what the user wrote.
    while (taken.has(`[${kind.toUpperCase()}_${number}]`)) number++;
    const name = `[${kind.toUpperCase()}_${number}]`;
    taken.add(name);
    placeholders.set(`${kind} ${value}`, name);
    values.set(name, value);
    return name;
  };
  const restore = (text: string) => text.replace(placeholder, (name) => values.get(name) ?? name);

  return {
    texts: texts.map((text) => replaceAll(text, nameOf)),
    counts: { ...counts },
    restore,
    restorer: () => {
      let held = '';
      return {
        push: (text) => {
          const all = held + text;
          const half = halfPlaceholder.exec(all);
          held = half ? half[0] : '';
          return restore(half ? all.slice(0, half.index) : all);
        },
        end: () => {
          const rest = held;
          held = '';
          return rest;
        },
      };
    },
  };
}

/** `redactAll` for one text. */
export function redact(text: string): { readonly text: string } & Omit<Redaction, 'texts'> {
  const { texts, ...rest } = redactAll([text]);
  return { text: texts[0] ?? '', ...rest };
}

function replaceAll(text: string, nameOf: (kind: PrivateKind, value: string) => string): string {
  const found: (Range & { readonly kind: PrivateKind })[] = [];
  for (const { kind, find } of patterns) {
    for (const range of find(text)) {
      if (found.every((other) => range.end <= other.start || range.start >= other.end)) found.push({ ...range, kind });
    }
  }
  found.sort((a, b) => a.start - b.start);
  let done = '';
  let at = 0;
  for (const { start, end, kind } of found) {
    done += text.slice(at, start) + nameOf(kind, text.slice(start, end));
    at = end;
  }
  return done + text.slice(at);
}
