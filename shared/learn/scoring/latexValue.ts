import { evaluate } from 'mathjs/number';

const longest = 200;

/**
 * The value of a constant LaTeX expression (numbers, fractions, roots, π, powers, the four operations), or null where
 * anything else stands in it: variables are not guessed at.
 */
export function parseLatex(latex: string): number | null {
  if (latex.length > longest) return null;
  let s = latex;
  for (let i = 0; i < 8 && /\\(?:frac|sqrt)/.test(s); i += 1) {
    s = s.replace(/\\frac\{([^{}]*)\}\{([^{}]*)\}/g, '(($1)/($2))').replace(/\\sqrt\{([^{}]*)\}/g, '(($1)^(1/2))').replace(/\\sqrt\[(\d)\]\{([^{}]*)\}/g, '(($2)^(1/$1))');
  }
  s = s.replace(/\\(?:cdot|times)/g, '*').replace(/\\div/g, '/').replace(/\\pi/g, `(${Math.PI})`).replace(/\^\{([^{}]*)\}/g, '^($1)');
  s = s.replace(/(?<=[\d)])(?=\()/g, '*').replace(/(?<=\))(?=\d)/g, '*');
  // Nothing but arithmetic reaches the evaluator; a power of a power could be a number too large to work out.
  if (!/^[\d.+\-*/^()]+$/.test(s) || /\^\(?\d{4,}/.test(s)) return null;
  try {
    const value: unknown = evaluate(s);
    return typeof value === 'number' && Number.isFinite(value) ? value : null;
  } catch {
    return null;
  }
}
