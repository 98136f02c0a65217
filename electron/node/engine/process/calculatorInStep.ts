import type { LlamaModel, Token } from 'node-llama-cpp';
import type { ToolCall } from '../../../../shared/agent/model.ts';
import { agreesAsWritten, calculate, pendingCalculation } from '../../../../shared/agent/tools/calculator.ts';
import { isAnotherQuantity, isWholeQuotient } from '../../../../shared/agent/tools/writtenResult.ts';
import { probabilityOf, type Distribution } from './distribution.ts';
import type { Generation } from './generation.ts';

/** What a calculation did to the text. */
export interface CalculationDone {
  readonly text: string;
  readonly call: ToolCall | null;
  /** The result was put in: what follows must not go on with its digits. */
  readonly injected: boolean;
}

interface Guess { readonly token: Token; readonly piece: string; readonly thought: Distribution }

/** Sign, digits with separators, fraction; also its beginnings. */
export const numberSoFar = /^\s?[$€£]?\s?-?(?:\d[\d,]*(?:\.\d*)?)?$/;
export const longestNumber = 16;
/** Tokens in which a remainder is told. */
const longestRemainder = 12;

/**
 * Where a result is due, lets the model say what it would write, computes the result and makes the text hold the true
 * one. The model's own tokens stay where they are right, so that in most cases nothing is evaluated that would not
 * have been evaluated anyway.
 * @returns null where no result is due, or where the model does not give one (it goes on calculating)
 */
export async function calculateInStep(generation: Generation, model: Pick<LlamaModel, 'tokenizer'>, room: number): Promise<CalculationDone | null> {
  const pending = /=\s?$/.test(generation.text) ? pendingCalculation(generation.text) : null;
  if (pending === null || room < longestNumber * 2) return null;
  const result = calculate(pending.expression);
  if (!result.ok) return { text: '', call: { tool: 'calculator', input: pending.expression, output: result.words, ok: false }, injected: false };

  const { sequence } = generation;
  await sequence.mark();
  const base = sequence.length;
  const { guess, words, after } = await guessNumber(generation);
  const own = words.replace(/[^\d.-]/g, '').replace(/\.$/, '');
  const agrees = own !== '' && agreesAsWritten(own, result.text);
  let next: Continuation = { goesOn: false, after };
  if (own !== '' && !agrees) {
    next = await goesOnCalculating(generation, guess, after);
    if (!next.goesOn && isWholeQuotient(own, result.text)) next = await tellsRemainder(generation, guess, next.after, words, (behind) => isAnotherQuantity(own, result.text, words, behind, pending.parts));
  }
  if (agrees || next.goesOn) {
    const text = guess.map(({ token, thought }) => generation.take(token, thought)).join('');
    generation.distribution = next.after;
    if (!agrees) return { text, call: null, injected: false };
    return { text, injected: false, call: callOf(pending.expression, own, own, probabilityOfNumber(guess)) };
  }

  const lead = /^\s?[$€£]?\s?/.exec(words)?.[0] ?? '';
  const leadText = lead !== '' ? lead : words === '' && generation.text.endsWith(' =') ? ' ' : '';
  const truth = model.tokenizer(`${leadText}${result.text}`, false, 'trimLeadingSpace');
  const { text, probability } = await inject(generation, truth, guess, next.after, base);
  return { text, injected: true, call: callOf(pending.expression, result.text, own === '' ? undefined : own, probability) };
}

/** Follows the most probable tokens as long as they are one number. */
async function guessNumber(generation: Generation): Promise<{ readonly guess: Guess[]; readonly words: string; readonly after: Distribution }> {
  const guess: Guess[] = [];
  let words = '';
  let thought = generation.distribution;
  while (guess.length < longestNumber) {
    const token = thought.tokens[0];
    if (token === undefined) break;
    const piece = generation.assembler.peek(token);
    if (piece === '' || !numberSoFar.test(words + piece)) break;
    guess.push({ token, piece, thought });
    words += piece;
    thought = await generation.sequence.feed(token);
  }
  return { guess, words, after: thought };
}

/** What follows a guess; everything looked at stands in the guess too. */
interface Continuation { readonly goesOn: boolean; readonly after: Distribution }

/** "= 6 + 4" is no result yet, nor is "= 3 million". Where a blank stands alone, what is behind it is looked at too. */
async function goesOnCalculating(generation: Generation, guess: Guess[], after: Distribution): Promise<Continuation> {
  const [token] = after.tokens;
  if (token === undefined) return { goesOn: false, after };
  const next = generation.assembler.peek(token);
  if (/^\s*(?:[-+*/^×÷%]|percent|dozen|hundred|thousand|million|billion)/.test(next) || next.startsWith('(')) return { goesOn: true, after };
  if (next !== ' ') return { goesOn: false, after };
  const behind = await generation.sequence.feed(token);
  guess.push({ token, piece: next, thought: after });
  const [second] = behind.tokens;
  return { goesOn: second !== undefined && /^[-+*/^×÷%]/.test(generation.assembler.peek(second)), after: behind };
}

/** "7 / 2 = 3 remainder 1" is right as it stands. Only behind a whole quotient is anything evaluated to know that. */
async function tellsRemainder(generation: Generation, guess: Guess[], after: Distribution, words: string, isRemainder: (behind: string) => boolean): Promise<Continuation> {
  let thought = after;
  let behind = guess.map(({ piece }) => piece).join('').slice(words.length);
  for (let n = 0; n < longestRemainder && !/[.\n]/.test(behind); n += 1) {
    const token = thought.tokens[0];
    const piece = token === undefined ? '' : generation.assembler.peek(token);
    if (token === undefined || piece === '') break;
    guess.push({ token, piece, thought });
    behind += piece;
    thought = await generation.sequence.feed(token);
    if (isRemainder(behind)) return { goesOn: true, after: thought };
  }
  return { goesOn: false, after: thought };
}

/** Replaces the guess by the true result, from the first token on in which they differ. */
async function inject(
  generation: Generation, truth: readonly Token[], guess: readonly Guess[], afterGuess: Distribution, base: number,
): Promise<{ readonly text: string; readonly probability: number }> {
  let common = 0;
  while (common < Math.min(truth.length, guess.length) && truth[common] === guess[common]?.token) common += 1;
  let text = '';
  let probability = 1;
  const put = (token: Token, thought: Distribution): void => {
    const added = generation.take(token, thought, true);
    if (/[-\d.,]/.test(added)) probability *= probabilityOf(thought, token);
    text += added;
  };
  for (const { token, thought } of guess.slice(0, common)) put(token, thought);
  let thought = guess[common]?.thought ?? afterGuess;
  if (common < guess.length) {
    await generation.sequence.rollBack(base + common);
    // A model that cannot be cut anywhere may have gone back further than it was asked to.
    const [first, ...others] = generation.tokens.slice(generation.sequence.length, base + common);
    if (first !== undefined) thought = await generation.sequence.feed(first, ...others);
  }
  for (const token of truth.slice(common)) {
    put(token, thought);
    thought = await generation.sequence.feed(token);
  }
  generation.distribution = thought;
  return { text, probability };
}

/** Of the digits alone: a currency sign before them and a full stop behind are no part of the result. */
function probabilityOfNumber(guess: readonly Guess[]): number {
  const end = guess.findLastIndex(({ piece }) => /\d/.test(piece)) + 1;
  return guess.slice(0, end).reduce((product, { token, piece, thought }) => /[-\d.,]/.test(piece) ? product * probabilityOf(thought, token) : product, 1);
}

function callOf(input: string, output: string, ownGuess: string | undefined, resultProbability: number): ToolCall {
  return { tool: 'calculator', input, output, ok: true, resultProbability: Math.min(1, resultProbability), ...(ownGuess === undefined ? {} : { ownGuess }) };
}

/** Tokens that may follow a result that was put in: none that would make it another number. */
export function keepsResult(sinceResult: string, piece: string): boolean {
  return !/^[.,]?\d/.test(sinceResult + piece);
}
