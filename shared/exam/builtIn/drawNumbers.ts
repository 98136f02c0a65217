import { calculate } from '../../agent/tools/calculator.ts';
import type { Template } from './template.ts';

export interface Drawn { readonly numbers: ReadonlyMap<string, number>; readonly steps: readonly { readonly expression: string; readonly value: number }[] }

/**
 * Draws the numbers of a problem and works it; null where the draw makes no sensible problem (a result that is not
 * whole, below 2 or, in money, not in cents), so that the caller draws again.
 * @param size 0, 1 or 2: growing numbers are drawn from bounds 1, 10 or 100 times as wide
 */
export function drawNumbers(template: Template, size: number, random: () => number): Drawn | null {
  const numbers = new Map<string, number>();
  for (const [name, source] of Object.entries(template.numbers)) {
    if (typeof source !== 'string') {
      const [from, to, stride = 1] = source;
      const wider = template.grows?.includes(name) ? 10 ** size : 1;
      // Greater numbers are not rounder ones: only the upper bound and the strides above 1 grow.
      const step = stride > 1 ? stride * wider : stride;
      const low = wider === 1 ? from : Math.ceil((to * wider) / 10 / step) * step;
      numbers.set(name, low + Math.floor(random() * (Math.floor((to * wider - low) / step) + 1)) * step);
      continue;
    }
    const value = work(write(source, numbers, []));
    if (value === null || value < 2 || !Number.isInteger(value)) return null;
    numbers.set(name, value);
  }
  const steps: { expression: string; value: number }[] = [];
  for (const [calculation] of template.steps) {
    const expression = write(calculation, numbers, steps);
    const value = work(expression);
    if (value === null || value < 2 || !isSensible(value, template)) return null;
    steps.push({ expression, value });
  }
  return { numbers, steps };
}

function write(calculation: string, numbers: ReadonlyMap<string, number>, steps: readonly { readonly value: number }[]): string {
  return calculation.replace(/s(\d)|[a-z]/g, (name, step: string | undefined) => String(step === undefined ? numbers.get(name) : steps[Number(step) - 1]?.value));
}

function work(expression: string): number | null {
  const result = calculate(expression);
  return result.ok ? Number(result.text) : null;
}

function isSensible(value: number, template: Template): boolean {
  return template.cents ? Math.abs(value * 100 - Math.round(value * 100)) < 1e-6 : Number.isInteger(value);
}
