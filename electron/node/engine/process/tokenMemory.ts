import type { Token } from 'node-llama-cpp';

/** Tokens that together are a whole piece of text. */
export interface TextPiece { readonly text: string; readonly tokens: readonly Token[] }

/**
 * Remembers by which tokens a text came to be. The tokens that a model generates (or that a tool put in) are often not
 * those that the tokenizer would choose for the same text, and a sequence holds the former: taking them again makes
 * the next prompt's beginning equal to what the sequence has evaluated.
 */
export interface TokenMemory {
  remember(pieces: readonly TextPiece[]): void;
  /** The longest remembered beginning of `text`, cut where a tokenizer may go on, and the rest. */
  recall(text: string): { readonly pieces: readonly TextPiece[]; readonly rest: string };
}

export function createTokenMemory(capacity = 128): TokenMemory {
  const texts = new Map<string, readonly TextPiece[]>();
  return {
    remember: (pieces) => {
      const key = pieces.map((piece) => piece.text).join('');
      if (key === '') return;
      texts.delete(key);
      texts.set(key, [...pieces]);
      for (const oldest of texts.keys()) {
        if (texts.size <= capacity) break;
        texts.delete(oldest);
      }
    },
    recall: (text) => {
      let best: readonly TextPiece[] = [];
      let length = 0;
      // The youngest first: where two are equally long, it is the likelier to be in a sequence.
      for (const pieces of [...texts.values()].reverse()) {
        const found = commonBeginning(pieces, text);
        if (found.length > length) ({ length, pieces: best } = found);
      }
      return { pieces: best, rest: text.slice(length) };
    },
  };
}

function commonBeginning(pieces: readonly TextPiece[], text: string): { readonly pieces: readonly TextPiece[]; readonly length: number } {
  let at = 0;
  let count = 0;
  let safe = { count: 0, length: 0 };
  for (const piece of pieces) {
    if (!text.startsWith(piece.text, at)) break;
    at += piece.text.length;
    count += 1;
    if (mayCut(text, at)) safe = { count, length: at };
  }
  return { pieces: pieces.slice(0, safe.count), length: safe.length };
}

/** Inside a word or a number a tokenizer's rest would read differently than the model ever saw it. */
function mayCut(text: string, at: number): boolean {
  return at === text.length || !(/[\p{L}\p{N}]$/u.test(text.slice(Math.max(0, at - 2), at)) && /^[\p{L}\p{N}]/u.test(text.slice(at, at + 2)));
}
