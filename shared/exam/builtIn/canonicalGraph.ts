import type { MathNode } from 'mathjs';
import { isOperatorNode, isParenthesisNode, parse } from 'mathjs/number';
import type { Template } from './template.ts';

/**
 * The structure of a template's calculation without names, numbers or words: two templates that only tell the same
 * calculation differently have the same one. Operands are alike whatever they stand for, sums and products have no
 * order, constants (60 minutes, 100 percent) and the limits of steps count.
 */
export function canonicalGraph(template: Pick<Template, 'steps'>): string {
  const steps: string[] = [];
  for (const [calculation] of template.steps) steps.push(`[${canonical(parse(calculation), steps)}]`);
  return steps.at(-1) ?? '';
}

function canonical(node: MathNode, steps: readonly string[]): string {
  if (isParenthesisNode(node)) return canonical(node.content, steps);
  const written = node.toString();
  if (!isOperatorNode(node)) return /^s\d$/.test(written) ? steps[Number(written.slice(1)) - 1] ?? '?' : /^\d/.test(written) ? written : 'x';
  const chain = node.fn === 'add' || node.fn === 'multiply';
  const parts = (chain ? operandsOf(node, node.fn) : node.args).map((part) => canonical(part, steps));
  return `${node.fn}(${(chain ? parts.toSorted() : parts).join(' ')})`;
}

/** The operands of a sum or product, however it is bracketed. */
function operandsOf(node: MathNode, operator: string): readonly MathNode[] {
  if (isParenthesisNode(node)) return operandsOf(node.content, operator);
  return isOperatorNode(node) && node.fn === operator ? node.args.flatMap((part) => operandsOf(part, operator)) : [node];
}
