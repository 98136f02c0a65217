import type { FeatureContext, Feature } from './feature.ts';
import type { Candidate } from '../policy.ts';

const words: Readonly<Record<string, number>> = {
  half: 0.5, one: 1, once: 1, single: 1, two: 2, twice: 2, double: 2, pair: 2, couple: 2, three: 3, triple: 3, thrice: 3, four: 4, quarter: 4, five: 5, six: 6,
  seven: 7, week: 7, weeks: 7, weekly: 7, eight: 8, nine: 9, ten: 10, eleven: 11, twelve: 12, dozen: 12, dozens: 12, year: 12, years: 12, fifteen: 15, twenty: 20, day: 24, days: 24,
  thirty: 30, forty: 40, fifty: 50, hour: 60, hours: 60, minute: 60, minutes: 60, hundred: 100, percent: 100, thousand: 1000, fifth: 5, third: 3, thirds: 3,
};

function numbersIn(text: string): number[] {
  const digits = (text.match(/\d[\d,]*(?:\.\d+)?|\.\d+/g) ?? []).map((found) => Number(found.replaceAll(',', '')));
  const spelled = (text.toLowerCase().match(/[a-z]+/g) ?? []).map((word) => words[word]).filter((value) => value !== undefined);
  const percents = (text.match(/(\d+(?:\.\d+)?)\s*%/g) ?? []).flatMap((found) => [Number.parseFloat(found) / 100, 1 - Number.parseFloat(found) / 100, 1 + Number.parseFloat(found) / 100, 100]);
  return [...digits, ...spelled, ...percents];
}

/** Operands of the step's calculations that stand neither in the question nor in an earlier step. */
export function foreignOperands(context: FeatureContext, candidate: Candidate): readonly number[] | null {
  const calculations = candidate.tools.filter((call) => call.tool === 'calculator' && call.ok);
  if (calculations.length === 0) return null;
  const known = new Set([...numbersIn(context.question), ...context.steps.flatMap((step) => numbersIn(step.text))]);
  const own = new Set<number>();
  const foreign: number[] = [];
  for (const call of calculations) {
    for (const operand of numbersIn(call.input)) if (!known.has(operand) && !own.has(operand) && operand !== 1 && operand !== 100) foreign.push(operand);
    own.add(Number(call.output));
  }
  return foreign;
}

/** How many operands come from nowhere. */
export const foreignOperandCount: Feature = {
  id: 'foreignOperandCount', group: 'operands',
  compute: (context, candidate) => foreignOperands(context, candidate)?.length ?? null,
  words: (value) => (value === 0 ? 'all its numbers come from the question or earlier steps' : `${value} of its numbers stand${value === 1 ? 's' : ''} nowhere before`),
};
