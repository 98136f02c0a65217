import { SpecialToken, type LlamaModel, type Token } from 'node-llama-cpp';
import type { PromptChunk } from './chatPrompt.ts';
import type { TextPiece, TokenMemory } from './tokenMemory.ts';

/** A prompt as tokens, and the pieces of its last chunk: what the assistant has written so far. */
export interface TokenisedPrompt { readonly tokens: readonly Token[]; readonly last: readonly TextPiece[] }

type Vocabulary = Pick<LlamaModel, 'tokenizer' | 'tokens'>;

/** Tokenises a prompt, with the very tokens of texts that were generated here. */
export function tokenisePrompt(chunks: readonly PromptChunk[], model: Vocabulary, memory: TokenMemory): TokenisedPrompt {
  const tokens: Token[] = [];
  let last: readonly TextPiece[] = [];
  for (const chunk of chunks) {
    if (chunk.type === 'markup') {
      const { markup } = chunk;
      tokens.push(...(markup instanceof SpecialToken ? markup.tokenize(model.tokenizer) : markup.tokenize(model.tokenizer, tokens.length > 0)));
      last = [];
      continue;
    }
    last = tokeniseWords(chunk.words, model, memory, tokens.length > 0);
    for (const piece of last) tokens.push(...piece.tokens);
  }
  const { bos, shouldPrependBosToken } = model.tokens;
  if (shouldPrependBosToken && bos !== null && tokens[0] !== bos) tokens.unshift(bos);
  return { tokens, last };
}

function tokeniseWords(words: string, model: Vocabulary, memory: TokenMemory, hasContent: boolean): readonly TextPiece[] {
  const { pieces, rest } = memory.recall(words);
  if (rest === '') return pieces;
  const goesOn = hasContent || pieces.length > 0;
  const tokens = goesOn ? model.tokenizer(rest, false, 'trimLeadingSpace') : model.tokenizer(rest, false);
  return [...pieces, { text: rest, tokens }];
}
