import type { MathNode } from 'mathjs';
import { isOperatorNode, isParenthesisNode, parse } from 'mathjs/number';

interface Calculation { readonly expression: string; readonly value: number }

const mostTerms = 8;
/** Of longer sums only neighbours are taken together: the free subsets of many terms meet almost any number by chance. */
const mostFreeTerms = 4;

/** Whether the chosen terms stand side by side. */
function isOneRun(mask: number): boolean {
  const low = mask & -mask;
  return ((mask + low) & mask) === 0;
}

/**
 * Values that lie on a gold way without being written there, because somebody takes its calculations in another order
 * or in smaller pieces: sums of some terms of a sum (16−3−4: 13, 12, −7), products of some factors, and a factor
 * multiplied into the terms of a sum ((3+4)·5: 15, 20). Calculations that use an earlier result are also taken
 * with that result written out.
 */
export function reachableValues(calculations: readonly Calculation[]): readonly number[] {
  const found = new Set<number>();
  const earlier: { value: number; node: MathNode }[] = [];
  for (const { expression, value } of calculations) {
    const node = parseOrNull(expression);
    if (node === null) continue;
    collect(node, earlier, found);
    earlier.push({ value, node });
  }
  return [...found];
}

function parseOrNull(expression: string): MathNode | null {
  try {
    return parse(expression.replaceAll(',', '').replaceAll(/(\d+(?:\.\d+)?)%/g, '($1/100)'));
  } catch {
    return null;
  }
}

interface Term { readonly node: MathNode; readonly inverse: boolean }
type Earlier = readonly { readonly value: number; readonly node: MathNode }[];

function collect(node: MathNode, earlier: Earlier, found: Set<number>): void {
  const inner = unwrapped(node);
  if (!isOperatorNode(inner)) return;
  for (const child of inner.args) collect(child, earlier, found);
  const sum = inner.fn === 'add' || inner.fn === 'subtract';
  if (!sum && inner.fn !== 'multiply' && inner.fn !== 'divide') return;
  for (const terms of [termsOf(inner, sum, []), termsOf(inner, sum, earlier)]) {
    const values = terms.map((term) => ({ value: valueOf(term.node), inverse: term.inverse }));
    addSubsets(values, sum, found);
    if (!sum) distribute(terms, earlier, found);
  }
}

/** The terms of a sum, or the factors of a product, through brackets and, where given, through earlier results. */
function termsOf(node: MathNode, sum: boolean, earlier: Earlier, inverse = false, depth = 0): readonly Term[] {
  const inner = unwrapped(node);
  const [plain, inverted] = sum ? ['add', 'subtract'] : ['multiply', 'divide'];
  if (isOperatorNode(inner) && inner.args.length === 2 && (inner.fn === plain || inner.fn === inverted)) {
    const [left, right] = inner.args;
    if (left && right) return [...termsOf(left, sum, earlier, inverse, depth), ...termsOf(right, sum, earlier, inner.fn === inverted ? !inverse : inverse, depth)];
  }
  const source = depth < 3 && !isOperatorNode(inner) ? earlier.findLast((one) => one.value === valueOf(inner)) : undefined;
  if (source === undefined) return [{ node: inner, inverse }];
  const wider = termsOf(source.node, sum, earlier.slice(0, earlier.indexOf(source)), inverse, depth + 1);
  return wider.length > 1 ? wider : [{ node: inner, inverse }];
}

function addSubsets(terms: readonly { readonly value: number; readonly inverse: boolean }[], sum: boolean, found: Set<number>): void {
  if (terms.length < 2 || terms.length > mostTerms) return;
  for (let mask = 1; mask < 1 << terms.length; mask += 1) {
    const chosen = terms.filter((_, i) => mask & (1 << i));
    if (chosen.length < 2 || (terms.length > mostFreeTerms && !isOneRun(mask))) continue;
    add(chosen.reduce((total, { value, inverse }) => (sum ? total + (inverse ? -value : value) : inverse ? total / value : total * value), sum ? 0 : 1), found);
  }
}

/** (3 + 4) · 5 by way of 3 · 5 and 4 · 5. */
function distribute(factors: readonly Term[], earlier: Earlier, found: Set<number>): void {
  for (const [at, factor] of factors.entries()) {
    const terms = termsOf(factor.node, true, earlier);
    if (factor.inverse || terms.length < 2 || terms.length > mostTerms) continue;
    for (const term of terms) {
      const others = factors.filter((_, i) => i !== at);
      add(others.reduce((product, { node, inverse }) => (inverse ? product / valueOf(node) : product * valueOf(node)), valueOf(term.node)), found);
    }
  }
}

function add(value: number, found: Set<number>): void {
  if (Number.isFinite(value)) found.add(Math.round(value * 1e6) / 1e6);
}

function unwrapped(node: MathNode): MathNode {
  return isParenthesisNode(node) ? unwrapped(node.content) : node;
}

function valueOf(node: MathNode): number {
  try {
    const value: unknown = node.evaluate();
    return typeof value === 'number' ? value : Number.NaN;
  } catch {
    return Number.NaN;
  }
}
