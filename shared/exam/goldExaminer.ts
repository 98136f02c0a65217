import { agreesAsWritten, calculate, pendingCalculation } from '../agent/tools/calculator.ts';
import { statedNumber } from '../learn/scoring/numeric.ts';
import { reachableValues } from './reachableValues.ts';

export interface GoldWay {
  readonly steps: readonly { readonly expression?: string; readonly value: number }[];
  readonly answer: number;
}

/** What the examiner makes of one step, and why: shown in the trajectory. */
export interface StepVerdict {
  readonly verdict: 'right' | 'wrong' | 'unknown';
  readonly reason:
    | 'goldValue'          // its result is a value of the gold way
    | 'onTheWay'           // its result is a part of a gold calculation
    | 'chainEndsRight'     // another route, and the chain came to the right answer
    | 'noResult'           // it states no number: nothing to compare
    | 'notOnTheWay'        // the first result of a wrong chain that leads nowhere
    | 'falseArithmetic'    // its own calculation does not come out
    | 'wrongAnswer'        // the last step of a chain without any other fault
    | 'afterError'         // what it builds on is wrong: not judged
    | 'otherRoute';        // not on the gold way, and the chain has no end yet
}

/**
 * Examines a chain against gold intermediate values (for word problems with numbers).
 *
 * A chain that ends right is right in all its steps, save those whose own arithmetic is false; about 3.5 % of such
 * chains on GSM8K hide an error (ProcessBench, arXiv 2412.06559). In a chain that ends wrong the first step is wrong
 * whose result is neither a gold value nor part of a gold calculation; later steps are not judged, as their
 * prefix is broken. In a chain without an end another route stays unknown: finish it, then ask again.
 *
 * @param finished whether the last step is the chain's answer
 */
export function examineChain(gold: GoldWay, steps: readonly string[], finished: boolean): readonly StepVerdict[] {
  const values = goldValues(gold);
  const reachable = reachableValues(gold.steps.flatMap((step) => (step.expression === undefined ? [] : [{ expression: step.expression, value: step.value }])));
  const endsRight = finished && isAnswer(steps.at(-1), gold);
  const verdicts: StepVerdict[] = [];
  let broken = false;
  for (const [index, step] of steps.entries()) {
    const last = finished && index === steps.length - 1;
    const verdict: StepVerdict = broken ? { verdict: 'unknown', reason: 'afterError' } : judge(step, last);
    broken ||= verdict.verdict === 'wrong';
    verdicts.push(verdict);
  }
  return verdicts;

  function judge(step: string, last: boolean): StepVerdict {
    if (hasFalseArithmetic(step)) return { verdict: 'wrong', reason: 'falseArithmetic' };
    const result = stepResult(step, last);
    const onGold = result !== null && isOneOf(result, values);
    if (endsRight) return { verdict: 'right', reason: onGold ? 'goldValue' : 'chainEndsRight' };
    if (last) return { verdict: 'wrong', reason: 'wrongAnswer' };
    if (result === null) return { verdict: 'unknown', reason: 'noResult' };
    if (onGold) return { verdict: 'right', reason: 'goldValue' };
    if (isOneOf(result, reachable)) return { verdict: 'right', reason: 'onTheWay' };
    return finished ? { verdict: 'wrong', reason: 'notOnTheWay' } : { verdict: 'unknown', reason: 'otherRoute' };
  }
}

/** Index of the first wrong step, −1 for none: the form in which ProcessBench keeps its labels. */
export function firstWrongStep(gold: GoldWay, steps: readonly string[]): number {
  return examineChain(gold, steps, true).findIndex((step) => step.verdict === 'wrong');
}

/** The number that a step came to, as written: behind its last equals sign; in an answer, the number it states. */
export function stepResult(step: string, isAnswerStep: boolean): string | null {
  const boxed = /\\boxed\{\\?\$?\s*(-?[\d,]*\.?\d+)/.exec(step)?.[1];
  if (isAnswerStep && boxed !== undefined) return boxed.replaceAll(',', '');
  const found = [...step.matchAll(/=\s*\\?[$€£]?\s*(-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|-?\.\d+)(?!\s*[-+*/×÷^]|\\times|\s*\\times|\d)/g)].at(-1)?.[1];
  if (found !== undefined && !isAnswerStep) return found.replaceAll(',', '');
  const stated = isAnswerStep ? statedNumber(step) : null;
  return stated === null ? found?.replaceAll(',', '') ?? null : String(stated);
}

function isAnswer(step: string | undefined, gold: GoldWay): boolean {
  const result = step === undefined ? null : stepResult(step, true);
  return result !== null && Math.abs(Number(result) - gold.answer) <= 1e-6 * Math.max(1, Math.abs(gold.answer));
}

function goldValues(gold: GoldWay): readonly number[] {
  return [...gold.steps.map((step) => step.value), gold.answer];
}

/** Equal as written, or the same quantity in hundredths or hundreds (0.2 and 20 %, 1.50 dollars and 150 cents). */
function isOneOf(written: string, values: readonly number[]): boolean {
  return values.some((value) => [value, value / 100, value * 100].some((same) => agreesAsWritten(written, String(same))));
}

/** A whole number after an equals sign that is not the beginning of another calculation. */
const plainResult = /^\s*[$€£]?\s?(-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)(?![\d,]*\.?\d|\s*(?:%|[-+*/^×÷(:]|x\s*\d))/;

/** Whether some calculation in the step does not come out. Only clear cases count: numbers, operators, one plain result. */
function hasFalseArithmetic(step: string): boolean {
  const text = step.replaceAll('\\times', '×').replaceAll('\\div', '÷').replace(/\\(?=[%$])/g, '');
  for (let at = text.indexOf('='); at >= 0; at = text.indexOf('=', at + 1)) {
    const pending = pendingCalculation(text.slice(0, at + 1));
    const written = plainResult.exec(text.slice(at + 1))?.[1]?.replaceAll(',', '');
    if (pending === null || written === undefined) continue;
    const exact = calculate(pending.expression);
    if (exact.ok && !agreesAsWritten(written, exact.text) && !isRounded(written, Number(exact.text))) return true;
  }
  return false;
}

/** 33 for 33.3: whole numbers are rounded by people too. */
function isRounded(written: string, exact: number): boolean {
  return !written.includes('.') && Math.abs(exact) >= 10 && [Math.floor(exact), Math.round(exact), Math.ceil(exact)].includes(Number(written));
}
