import type { LlamaModel, Token } from 'node-llama-cpp';
import type { ToolCall } from '../../../../shared/agent/model.ts';
import { agreesAsWritten, calculate, pendingCalculation } from '../../../../shared/agent/tools/calculator.ts';
import { longestNumber, numberSoFar } from './calculatorInStep.ts';
import { probabilityOf, type Distribution } from './distribution.ts';
import type { HeldSequence } from './heldSequence.ts';
import type { ReadStep } from './scoreText.ts';
import { createTextAssembler } from './textAssembler.ts';

/** A result that stands in a given step: the tokens from `from` to before `to`, blanks and signs before it included. */
interface WrittenResult { readonly expression: string; readonly from: number; readonly to: number; readonly written: string }

const goesOnCalculating = /^\s*(?:[-+*/^×÷·(%]|\\(?:times|cdot|div|frac|%))/;
const digitsOf = (words: string): string => words.replace(/[^\d.-]/g, '').replace(/\.$/, '');

/**
 * The calculations of a given step. The result is there already, so nothing is put in; what the model would have
 * written in its place is found out only where its first choice is another token.
 */
export async function calculationsIn(model: Pick<LlamaModel, 'detokenize'>, sequence: HeldSequence, step: ReadStep, signal: AbortSignal): Promise<readonly ToolCall[]> {
  const calls: ToolCall[] = [];
  // Backwards: finding out takes the sequence back to where the result begins.
  for (const result of writtenResults(step.pieces).toReversed()) {
    signal.throwIfAborted();
    const own = await ownGuess(model, sequence, step, result);
    calls.unshift({
      tool: 'calculator', input: result.expression, output: result.written, ok: true, resultProbability: probabilityOfResult(step, result),
      ...(own === '' ? {} : { ownGuess: agreesAsWritten(own, result.written) ? result.written : own }),
    });
  }
  return calls;
}

/** Where a calculation that can be recomputed is followed by one plain number. */
function writtenResults(pieces: readonly string[]): readonly WrittenResult[] {
  const found: WrittenResult[] = [];
  let text = '';
  let lookedAt = -1;
  for (const [from, piece] of pieces.entries()) {
    const place = text.trimEnd().length;
    if (place !== lookedAt && /=\s?$/.test(text)) {
      lookedAt = place;
      const pending = pendingCalculation(text);
      if (pending !== null && calculate(pending.expression).ok) {
        let words = '';
        let to = from;
        while (to < pieces.length && to - from < longestNumber && numberSoFar.test(words + (pieces[to] ?? ''))) words += pieces[to++] ?? '';
        const written = digitsOf(words);
        if (/\d/.test(written) && !goesOnCalculating.test(pieces.slice(to).join(''))) found.push({ expression: pending.expression, from, to, written });
      }
    }
    text += piece;
  }
  return found;
}

/** Of the digits alone: a currency sign before them and a full stop behind are no part of the result. */
function probabilityOfResult({ tokens, thoughts, pieces }: ReadStep, { from, to }: WrittenResult): number {
  const end = pieces.findLastIndex((piece, i) => i < to && /\d/.test(piece)) + 1;
  let product = 1;
  for (let i = from; i < end; i += 1) {
    const [token, thought] = [tokens[i], thoughts[i]];
    if (token !== undefined && thought !== undefined && /[-\d.,]/.test(pieces[i] ?? '')) product *= probabilityOf(thought, token);
  }
  return Math.min(1, product);
}

/** The number that the model would have written; empty where it would have written none, or would have gone on calculating. */
async function ownGuess(model: Pick<LlamaModel, 'detokenize'>, sequence: HeldSequence, step: ReadStep, { from, to, written }: WrittenResult): Promise<string> {
  const { before, tokens, thoughts, pieces } = step;
  let at = from;
  while (at < to && thoughts[at]?.tokens[0] === tokens[at]) at += 1;
  if (at === to && to === tokens.length) return written;
  let words = pieces.slice(from, at).join('');
  const assembler = createTextAssembler(model, [...before, ...tokens.slice(0, at)]);
  const choice = thoughts[at]?.tokens[0];
  if (choice === undefined) return '';
  // Its first choice ends the number here: nothing has to be evaluated to know that.
  if (!numberSoFar.test(words + assembler.peek(choice))) return digitsOf(goesOnCalculating.test(assembler.peek(choice)) ? '' : words);
  let thought = await backTo(sequence, step, at);
  for (let n = 0; n < longestNumber; n += 1) {
    const [token] = thought.tokens;
    if (token === undefined) break;
    const piece = assembler.peek(token);
    if (piece === '' || !numberSoFar.test(words + piece)) {
      if (goesOnCalculating.test(piece)) words = '';
      break;
    }
    assembler.push(token);
    words += piece;
    thought = await sequence.feed(token);
  }
  await sequence.rest();
  return digitsOf(words);
}

/** Forgets the step from its token `at` on, and says what the model thinks there. */
async function backTo(sequence: HeldSequence, { before, tokens, thoughts }: ReadStep, at: number): Promise<Distribution> {
  const length = before.length + at;
  await sequence.rollBack(length);
  // A model that cannot be cut anywhere may have gone back further than it was asked to.
  const [first, ...others]: readonly Token[] = [...before, ...tokens.slice(0, at)].slice(sequence.length);
  if (first !== undefined) return sequence.feed(first, ...others);
  const thought = thoughts[at];
  if (thought === undefined) throw new Error('a token was not evaluated');
  return thought;
}
