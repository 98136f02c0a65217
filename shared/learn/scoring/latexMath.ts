import { parseLatex } from './latexValue.ts';

/**
 * Equivalence of mathematical answers by the documented rules of MATH's scorer (hendrycks/math,
 * `modeling/math_equivalence.py`, and PRM800K's grader README): spaces, `\left`, `\right`, degrees, dollars, percent,
 * units in `\text{}` go; `\tfrac`/`\dfrac` are `\frac`; `\frac12`, `\sqrt3`, `a/b`, `.5` and `k = …` get their full
 * form. Beyond the texts, as PRM800K's grader (`prm800k/grading/grader.py`) does: equal value of numbers and constant
 * expressions, tuples and lists part by part in their order. Departure: a set in `\\{ \\}` has no order.
 */
export function sameMathAnswer(answer: string, gold: string): boolean {
  const [said, meant] = [normaliseMath(answer), normaliseMath(gold)];
  if (said === '' || meant === '') return false;
  if (said === meant) return true;
  const [a, b] = [parts(said), parts(meant)];
  if (a !== null && b !== null) {
    if (a.open !== b.open || a.close !== b.close || a.items.length !== b.items.length) return false;
    return a.open !== '\\{' ? a.items.every((item, i) => samePart(item, b.items[i] ?? '')) : sameMultiset(a.items, b.items);
  }
  return a === null && b === null && samePart(said, meant);
}

/** The content of the last `\boxed{…}` (braces counted), or what stands behind the last "answer is/:", or null. */
export function statedMath(text: string): string | null {
  const at = Math.max(text.lastIndexOf('\\boxed{'), text.lastIndexOf('\\fbox{'));
  if (at >= 0) {
    const start = text.indexOf('{', at) + 1;
    let depth = 1;
    for (let i = start; i < text.length; i += 1) {
      if (text[i] === '{' && text[i - 1] !== '\\') depth += 1;
      if (text[i] === '}' && text[i - 1] !== '\\') depth -= 1;
      if (depth === 0) return text.slice(start, i);
    }
    return null;
  }
  const said = [...text.matchAll(/answer(?:\s+is)?\s*:?\s*([^\n]+)/gi)].at(-1)?.[1];
  const bare = said?.trim().replace(/\.$/, '').replace(/^\$(.*)\$$/, '$1');
  return bare === undefined || bare === '' ? null : bare;
}

const units = /(?:\\(?:text|mbox|mathrm)\{[^{}]*\})(?:\^\{?\d\}?)?$/;

/** One way of writing each answer. */
export function normaliseMath(text: string): string {
  let s = text.trim().replace(/\n/g, '').replace(/\.$/, '');
  s = s.replace(/^\$+|\$+$/g, '').replace(/\\!|\\[,;:]|\\ /g, '').replaceAll('\\\\', '\\\\ ').replace(/[td]frac/g, 'frac');
  s = s.replace(/\\(?:left|right)(?![a-z])/g, '').replace(/\^\{?\\circ\}?|\\degree/g, '').replace(/\\\$|\$/g, '').replace(/\\?%/g, '');
  // A unit goes; an answer that is only words stays.
  const whole = /^\\(?:text|mbox|mathrm|textbf)\{([^{}]*)\}$/.exec(s.trim());
  s = whole?.[1] ?? s.trim().replace(units, '');
  s = s.trim().replace(/\\(?:text|mbox|mathrm|textbf)\{([^{}]*)\}/g, '$1').replace(/^[a-zA-Z]\s*=(?=.)/, '');
  s = s.replace(/(?<=\d)\s+(?=\\frac)/g, '+').replace(/(?<=\d)(?=\\frac\{?\d+\}?\{?\d)/g, '+');
  s = s.replace(/\s+/g, '').replace(/(?<=\d),(?=\d{3}(?!\d))(?![^(]*[)\]])/g, '').replace(/\{,\}/g, '');
  s = s.replace(/(^|[^\d])\.(?=\d)/g, '$10.');
  s = s.replace(/\\frac(\d)(\d)/g, '\\frac{$1}{$2}').replace(/\\frac\{([^{}]*)\}(\d)/g, '\\frac{$1}{$2}').replace(/\\frac(\d)\{/g, '\\frac{$1}{');
  s = s.replace(/\\sqrt(\w)/g, '\\sqrt{$1}').replace(/^(-?\d+)\/(\d+)$/, '\\frac{$1}{$2}').replace(/\^\{(\w)\}/g, '^$1');
  return s.replace(/^\(([A-Z])\)$/, '$1');
}

interface Parts { readonly open: string; readonly close: string; readonly items: readonly string[] }

/** "(1,2)", "[0,3)", "\{1,2\}" or "1,2" in its parts; null for a single value. */
function parts(text: string): Parts | null {
  if (text.includes('\\cup') || text.includes('\\begin')) return null;
  const bracketed = /^(\(|\[|\\\{)(.*?)(\)|\]|\\\})$/.exec(text);
  const inner = bracketed ? bracketed[2] ?? '' : text;
  const items = splitAtTop(inner);
  if (items === null || (items.length < 2 && bracketed?.[1] !== '\\{')) return null;
  return { open: bracketed?.[1] ?? '', close: bracketed?.[3] ?? '', items };
}

function splitAtTop(text: string): readonly string[] | null {
  const items: string[] = [''];
  let depth = 0;
  for (const char of text) {
    if ('([{'.includes(char)) depth += 1;
    if (')]}'.includes(char)) depth -= 1;
    if (depth < 0) return null;
    if (char === ',' && depth === 0) items.push('');
    else items[items.length - 1] += char;
  }
  return depth === 0 ? items : null;
}

function sameMultiset(a: readonly string[], b: readonly string[]): boolean {
  const left = [...b];
  return a.every((item) => {
    const at = left.findIndex((other) => samePart(item, other));
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  });
}

function samePart(a: string, b: string): boolean {
  if (a === b) return true;
  const [x, y] = [parseLatex(a), parseLatex(b)];
  return x !== null && y !== null && Math.abs(x - y) <= 1e-9 * Math.max(1, Math.abs(x), Math.abs(y));
}
