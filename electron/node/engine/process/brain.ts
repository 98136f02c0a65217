import type { LlamaModel, Token } from 'node-llama-cpp';
import type { Prompt } from '../../../../shared/agent/prompts/profile.ts';
import { renderChat } from './chatPrompt.ts';
import { holdSequence, type HeldSequence } from './heldSequence.ts';
import type { LoadedModel } from './loadModel.ts';
import { tokenisePrompt, type TokenisedPrompt } from './promptTokens.ts';
import { createSequencePool, type SequencePool } from './sequencePool.ts';
import { createTokenMemory, type TextPiece } from './tokenMemory.ts';

/** What the operations of a loaded model share: its sequences and the tokens of what was written before. */
export interface Brain {
  readonly model: LlamaModel;
  readonly contextSize: number;
  readonly sequences: SequencePool<HeldSequence>;
  readonly sequenceCount: number;
  tokenise(prompt: Prompt): TokenisedPrompt;
  /** Keeps the tokens of an assistant's turn as far as it is written. */
  remember(pieces: readonly TextPiece[]): void;
  tokensOf(words: string): readonly Token[];
}

export function createBrain(loaded: LoadedModel): Brain {
  const memory = createTokenMemory();
  const held = loaded.sequences.map((sequence) => holdSequence(sequence, loaded.chunk));
  return {
    model: loaded.model,
    contextSize: loaded.contextSize,
    sequences: createSequencePool(held),
    sequenceCount: held.length,
    tokenise: (prompt) => tokenisePrompt(renderChat(loaded.form, prompt), loaded.model, memory),
    remember: (pieces) => { memory.remember(pieces); },
    tokensOf: (words) => loaded.model.tokenizer(words, false, 'trimLeadingSpace'),
  };
}
