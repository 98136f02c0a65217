/**
 * A family of word problems with one operation graph, as data.
 *
 * In texts `<a>` stands for the number a, `<who>`, `<things>` and so on for words of the vocabulary (the same word
 * wherever the slot comes back), `<=>` in a step for its calculation with the result.
 */
export interface Template {
  readonly graph: string;
  readonly topic: 'arithmetic' | 'money' | 'rates' | 'percentages' | 'time' | 'units' | 'comparison' | 'lookup';
  /**
   * Where each number comes from: drawn between two bounds (with a stride), or computed from others, so that what is
   * shared out comes out even. Numbers that no text shows only serve others.
   */
  readonly numbers: Readonly<Record<string, Draw | string>>;
  /** Numbers that may grow with the size of the problem without becoming silly. */
  readonly grows?: readonly string[];
  /** Calculations in order, over numbers, earlier steps (`s1`, `s2`, …) and constants, each with its words. */
  readonly steps: readonly (readonly [calculation: string, words: string])[];
  /** Several ways to tell it: what is given, and what is asked. */
  readonly tellings: readonly (readonly [given: string, asked: string])[];
  /** Paragraphs that hold the figures, for problems that begin with looking something up. */
  readonly documents?: readonly (readonly [title: string, text: string])[];
  /** Results may have cents. Otherwise every result is a whole number. */
  readonly cents?: true;
}

/** Smallest, greatest, stride (1 if absent). */
export type Draw = readonly [from: number, to: number, stride?: number];
