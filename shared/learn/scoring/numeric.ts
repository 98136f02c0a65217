/**
 * Numeric match.
 * GSM8K: the number behind `####`, commas removed, equality (openai/grade-school-math, `grade_school_math/dataset.py`,
 * `extract_answer` and `is_correct`). A model's free text has no `####`; then the number behind the last "answer"
 * counts, else the last number, as is usual since lm-evaluation-harness's "flexible-extract".
 * GSM-Hard: |a − b| < 1e-3 (reasoning-machines/pal, `scripts/gsm_eval.py`).
 * SVAMP: |a − b| < 1e-4 (arkilpatel/SVAMP, `code/gts/src/train_and_evaluate.py`).
 */
export const gsmHardTolerance = 1e-3;
export const svampTolerance = 1e-4;

const number = /-?(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?|-?\.\d+/g;

/** The number that an answer came to, or null where it states none. */
export function statedNumber(text: string): number | null {
  const marked = text.split('####');
  if (marked.length > 1) return firstNumber(marked.at(-1) ?? '');
  const lower = text.toLowerCase();
  const label = lower.lastIndexOf('answer');
  if (label >= 0) {
    // "The answer is 5 + 3 = 8": the last number of the answer's own line.
    const line = text.slice(label).split('\n').find((part) => /\d/.test(part));
    const stated = line === undefined ? null : lastNumberOf(line);
    if (stated !== null) return stated;
  }
  return lastNumberOf(text);
}

function firstNumber(text: string): number | null {
  return toNumber([...text.matchAll(number)][0]?.[0]);
}

function lastNumberOf(text: string): number | null {
  const found = [...text.matchAll(number)].at(-1);
  if (!found) return null;
  // "10-3": a minus right behind a digit is the operator of a difference or a range, not a sign.
  const joined = found[0].startsWith('-') && /[\d)]$/.test(text.slice(0, found.index));
  return toNumber(joined ? found[0].slice(1) : found[0]);
}

function toNumber(written: string | undefined): number | null {
  if (written === undefined) return null;
  const value = Number(written.replaceAll(',', ''));
  return Number.isFinite(value) ? value : null;
}

/**
 * Whether an answer states the gold number.
 * @param tolerance 0 for GSM8K: equality, allowing for nothing but the binary form of decimals
 */
export function numericMatch(answer: string, gold: number, tolerance = 0): boolean {
  const stated = statedNumber(answer);
  if (stated === null) return false;
  return tolerance > 0 ? Math.abs(stated - gold) < tolerance : Math.abs(stated - gold) <= 1e-9 * Math.max(1, Math.abs(gold));
}
