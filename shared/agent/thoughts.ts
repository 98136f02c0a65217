import type { SplitResult, StepSplitter } from './steps.ts';

/** How models mark what they think before they answer. */
const blocks: readonly { readonly open: string; readonly close: string }[] = [
  { open: '<think>', close: '</think>' },
  { open: '<thinking>', close: '</thinking>' },
  { open: '<thought>', close: '</thought>' },
  { open: '<seed:think>', close: '</seed:think>' },
  { open: '[THINK]', close: '[/THINK]' },
  { open: '<|channel>thought', close: '<channel|>' },
];

/** Whether a token's own spelling is part of such a mark; llama.cpp hides some of them from the text. */
export function isThoughtMark(spelling: string): boolean {
  return blocks.some(({ open, close }) => spelling !== '' && (open.startsWith(spelling) || close === spelling)) && spelling.length > 1;
}

/** Drops thought blocks at the beginning of an answer. Nothing is passed on before it is known to be no such block. */
export interface ThoughtFilter {
  push(text: string): string;
  /** What is still held back: the text ended before it was known. */
  end(): string;
  readonly isThinking: boolean;
}

export function createThoughtFilter(): ThoughtFilter {
  let held = '';
  let close: string | null = null;
  let isOver = false;
  let hasThought = false;

  const pass = (): string => {
    // The blank lines behind a thought belong to it.
    const passed = hasThought ? held.trimStart() : held;
    held = '';
    isOver = true;
    return passed;
  };
  const read = (): string => {
    while (!isOver) {
      if (close !== null) {
        const at = held.indexOf(close);
        // Only what may still be the beginning of the closing mark has to be kept.
        if (at < 0) {
          held = held.slice(-(close.length - 1));
          return '';
        }
        held = held.slice(at + close.length);
        close = null;
      }
      const begun = held.trimStart();
      if (begun === '') return '';
      const block = blocks.find(({ open }) => begun.startsWith(open));
      if (block) {
        close = block.close;
        hasThought = true;
        held = begun.slice(block.open.length);
      } else if (blocks.some(({ open }) => open.startsWith(begun))) return '';
      else return pass();
    }
    return pass();
  };
  return {
    push: (text) => {
      if (isOver) return text;
      held += text;
      return read();
    },
    end: () => (close === null ? pass() : ''),
    get isThinking() {
      return close !== null;
    },
  };
}

/** The splitter behind a thought filter: thoughts are no steps, and never shown. */
export function withoutThoughts(splitter: StepSplitter): StepSplitter {
  const thoughts = createThoughtFilter();
  const pushed = (text: string): SplitResult => (text === '' ? { visible: '', done: null } : splitter.push(text));
  return {
    push: (text) => pushed(thoughts.push(text)),
    end: () => {
      const { visible, done } = pushed(thoughts.end());
      const rest = splitter.end();
      return { visible: visible + rest.visible, done: done ?? rest.done };
    },
    get text() {
      return splitter.text;
    },
    get isThinking() {
      return thoughts.isThinking;
    },
  };
}
