import type { LlamaModel, Token } from 'node-llama-cpp';
import type { Prompt } from '../../../../shared/agent/prompts/profile.ts';
import type { Brain } from '../process/brain.ts';
import type { HeldSequence } from '../process/heldSequence.ts';
import { createSequencePool } from '../process/sequencePool.ts';
import { createTokenMemory, type TextPiece } from '../process/tokenMemory.ts';

/** The end of the model's turn. */
export const endOfTurn = '\0';

/** What comes after a text: letters with their probabilities, most probable first. */
export type Thoughts = (textSoFar: string) => readonly (readonly [letter: string, probability: number])[];

/** The text is written down beforehand; the model is sure of every letter. */
export function recite(text: string): Thoughts {
  return (soFar) => [[text[soFar.length] ?? endOfTurn, 0.9], ['~', 0.1]];
}

export interface LetterModel {
  readonly brain: Brain;
  /** Every letter that was evaluated behind the prompt, in order, also those that were taken back. */
  readonly evaluated: readonly string[];
}

/** A model for tests whose tokens are letters and whose thoughts are a function. */
export function letterModel(thoughts: Thoughts, options: { readonly contextSize?: number; readonly prompt?: string } = {}): LetterModel {
  const prompt = options.prompt ?? '?';
  const evaluated: string[] = [];
  let held = '';
  const distribution = () => {
    const next = thoughts(held.slice(prompt.length));
    return { tokens: next.map(([letter]) => tokenOf(letter)), probabilities: next.map(([, probability]) => probability) };
  };
  const sequence: HeldSequence = {
    commonPrefix: (tokens) => {
      const text = textOf(tokens);
      let length = 0;
      while (length < text.length && text[length] === held[length]) length += 1;
      return length;
    },
    align: async (tokens, signal) => {
      signal.throwIfAborted();
      const kept = Math.min(sequence.commonPrefix(tokens), tokens.length - 1);
      held = textOf(tokens.slice(0, -1));
      return tokens.length - kept;
    },
    feed: async (...tokens) => {
      held += textOf(tokens);
      if (held.length > prompt.length) evaluated.push(textOf(tokens));
      return distribution();
    },
    read: async (tokens) => tokens.map((token) => {
      held += textOf([token]);
      if (held.length > prompt.length) evaluated.push(textOf([token]));
      return distribution();
    }),
    exactNext: async (_token, wanted) => new Map(wanted.map((token) => [token, 1 / wanted.length])),
    get length() {
      return held.length;
    },
    rollBack: async (length) => { held = held.slice(0, length); },
    mark: async () => undefined,
    rest: async () => undefined,
  };
  const memory = createTokenMemory();
  const model = {
    detokenize: textOf,
    tokenizer: Object.assign((text: string) => tokensOf(text), { detokenize: textOf }),
    isEogToken: (token: Token | undefined) => token === tokenOf(endOfTurn),
  };
  return {
    evaluated,
    brain: {
      // oxlint-disable-next-line typescript/consistent-type-assertions -- a LlamaModel can only be made by llama.cpp; the operations under test use these three members
      model: model as unknown as LlamaModel,
      contextSize: options.contextSize ?? 4096,
      sequences: createSequencePool([sequence]),
      sequenceCount: 1,
      tokenise: (asked: Prompt) => {
        const last: readonly TextPiece[] = asked.prefix === '' ? [] : [{ text: asked.prefix, tokens: tokensOf(asked.prefix) }];
        return { tokens: tokensOf(prompt), last };
      },
      remember: (pieces) => { memory.remember(pieces); },
      tokensOf,
    },
  };
}

export function tokenOf(letter: string): Token {
  // oxlint-disable-next-line typescript/consistent-type-assertions -- a token is a branded number that only llama.cpp can hand out
  return letter.charCodeAt(0) as Token;
}
function tokensOf(text: string): Token[] {
  return Array.from(text, tokenOf);
}
function textOf(tokens: readonly Token[]): string {
  return String.fromCharCode(...tokens);
}
