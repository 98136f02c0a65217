import { TandemError } from '../../../../shared/errors.ts';

/** Fewer tokens than this are no answer. */
const leastAnswer = 32;

/**
 * How many tokens may be written behind a prompt. A prompt that leaves no room is refused before any work: shifting
 * the context would silently forget its beginning.
 */
export function roomFor(promptTokens: number, maxTokens: number, contextSize: number): number {
  const room = contextSize - 1 - promptTokens;
  if (room >= Math.min(maxTokens, leastAnswer)) return Math.min(maxTokens, room);
  throw new TandemError('contextTooSmall', `This question with its history is ${promptTokens} tokens long, and this model can hold ${contextSize} at once. Nothing was evaluated; shorten the question or its documents, or begin a new chat. In the terminal, serve and evaluate hold more with --context.`);
}
