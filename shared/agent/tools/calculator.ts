import { evaluate } from 'mathjs/number';
import type { ToolCall } from '../model.ts';
import { trailingExpression } from './expression.ts';
import type { Part } from './units.ts';
import { agreesAsWritten, isAnotherQuantity } from './writtenResult.ts';

export { agreesAsWritten };

export type Calculation = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly words: string };

/** Only digits and operators ever reach the evaluator: no names, no functions, no assignment. */
const plainArithmetic = /^[\d\s.+\-*/^()]{1,200}$/;

/**
 * Computes an expression made of numbers, + - * / ^ and brackets.
 * @returns the result as text: at most 6 decimals, 4 when an operand was itself rounded to 5 or more, so that
 * 10/3·3 comes back as 10
 */
export function calculate(expression: string): Calculation {
  if (!plainArithmetic.test(expression)) return { ok: false, words: 'only numbers, brackets and + - * / ^ are understood' };
  try {
    const value: unknown = evaluate(expression);
    if (typeof value !== 'number' || !Number.isFinite(value)) return { ok: false, words: 'there is no finite result' };
    if (Math.abs(value) >= 1e15) return { ok: false, words: 'the result is too large to be exact' };
    return { ok: true, text: formatNumber(value, /\.\d{5,}/.test(expression) ? 4 : 6) };
  } catch {
    return { ok: false, words: 'this is not a complete calculation' };
  }
}

function formatNumber(value: number, decimals: number): string {
  const fixed = value.toFixed(decimals);
  return fixed.includes('.') ? fixed.replace(/\.?0+$/, '').replace(/^-0$/, '0') : fixed;
}

export interface PendingCalculation { readonly expression: string; readonly parts: readonly Part[] }
const longestCalculation = 300;

/**
 * Says whether a result is due at the end of a step that is being written: after `48 / 2 =` or `<<48/2=`.
 * @param text the step so far
 */
export function pendingCalculation(text: string): PendingCalculation | null {
  const marked = /<<([^<>=]{1,120})=$/.exec(text);
  if (marked?.[1] !== undefined) return pending(marked[1]);
  // A calculation is near its equals sign; reading no further back keeps this linear for any text.
  const line = text.slice(text.lastIndexOf('\n') + 1);
  const match = /^(.*[\d)%A-Za-z}]\s*)=\s?$/s.exec(line.slice(-longestCalculation));
  if (!match?.[1] || /[<>!=]\s*$/.test(match[1])) return null;
  const from = match[1].lastIndexOf('=') + 1;
  return pending(match[1].slice(from), from === 0 && line.length > longestCalculation);
}

function pending(before: string, isCut = false): PendingCalculation | null {
  const expression = trailingExpression(before, isCut);
  return expression === null ? null : { expression: expression.text, parts: expression.parts };
}

/** A whole number that ends the equation: nothing that goes on with it, as digits, a fraction, a sign or in LaTeX. */
const numberAfterEquals = /^(\s*[$€£]?\s?)(-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)(?![\d%]|,\d|\.\d|\s*[-+*/^×÷·(]|\s*\\(?:times|cdot|div|frac|%)|:\d|\s*%|\s+x\s)/;

/**
 * Recomputes every calculation in a finished step and replaces wrong results. For the expert's steps: its stream
 * cannot be interrupted for a tool.
 */
export function correctArithmetic(text: string): { readonly text: string; readonly calls: readonly ToolCall[] } {
  const calls: ToolCall[] = [];
  let done = '';
  let rest = text;
  for (let at = rest.indexOf('='); at >= 0; at = rest.indexOf('=')) {
    done += rest.slice(0, at + 1);
    rest = rest.slice(at + 1);
    const pending = pendingCalculation(done);
    const written = numberAfterEquals.exec(rest);
    if (!pending || written?.[2] === undefined) continue;
    const result = calculate(pending.expression);
    if (!result.ok) continue;
    const own = written[2].replaceAll(',', '');
    if (isAnotherQuantity(own, result.text, written[1] ?? '', rest.slice(written[0].length), pending.parts)) continue;
    const agrees = agreesAsWritten(own, result.text);
    calls.push({ tool: 'calculator', input: pending.expression, output: agrees ? own : result.text, ok: true, ownGuess: own });
    if (!agrees) {
      done += `${written[1] ?? ''}${result.text}`;
      rest = rest.slice(written[0].length);
    }
  }
  return { text: done + rest, calls };
}
