import type { LlamaModel, Token } from 'node-llama-cpp';
import { isThoughtMark } from '../../../../shared/agent/thoughts.ts';
import type { TextPiece } from './tokenMemory.ts';

/** Turns tokens into text piece by piece, holding back characters of which only some bytes have come. */
export interface TextAssembler {
  /** @returns the text that is whole with this token; empty while a character is unfinished */
  push(token: Token): string;
  /** What is still held back, as it is. */
  flush(): string;
  readonly pieces: readonly TextPiece[];
  /** What a token would add to the text. */
  peek(token: Token): string;
}

/** Longer than any character: a model that writes invalid bytes must not hold back its text for ever. */
const longestCharacter = 8;

export function createTextAssembler(model: Pick<LlamaModel, 'detokenize'>, before: readonly Token[] = []): TextAssembler {
  const pieces: TextPiece[] = [];
  let recent: Token[] = before.slice(-4);
  let open: Token[] = [];

  // Control tokens have no text; where they mark thoughts they are spelled, so that the thoughts are known for what they are.
  const textOf = (tokens: readonly Token[]): string => {
    const text = model.detokenize(tokens, false, recent);
    if (text !== '' || tokens.length !== 1) return text;
    const spelling = model.detokenize(tokens, true, recent);
    return isThoughtMark(spelling) ? spelling : text;
  };
  const close = (text: string): string => {
    pieces.push({ text, tokens: open });
    recent = [...recent, ...open].slice(-4);
    open = [];
    return text;
  };
  return {
    pieces,
    push: (token) => {
      open.push(token);
      const text = textOf(open);
      return text.endsWith('\uFFFD') && open.length < longestCharacter ? '' : close(text);
    },
    flush: () => open.length === 0 ? '' : close(textOf(open)),
    peek: (token) => textOf([...open, token]),
  };
}
