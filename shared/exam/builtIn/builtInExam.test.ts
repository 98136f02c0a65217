import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calculate } from '../../agent/tools/calculator.ts';
import { seededRandom } from '../../switching/random.ts';
import { examProblemSchema, type BuiltInProblem } from '../examProblem.ts';
import { builtInExam, makeProblem } from './builtInExam.ts';
import { canonicalGraph } from './canonicalGraph.ts';
import { vocabulary } from './vocabulary.ts';
import { templates } from './templates/index.ts';

const many = [...builtInExam({ seed: 11, count: 10_000 })];
/** What everybody knows: minutes, percent, days, dozens, centimetres, grams. */
const common = new Set([60, 100, 7, 12, 1000]);

describe('the built-in exam', () => {
  it('has at least 40 operation graphs that differ in structure', () => {
    expect(new Set(templates.map(canonicalGraph)).size).toBeGreaterThanOrEqual(40);
    expect(new Set(templates.map((template) => template.graph)).size).toBe(templates.length);
    expect(new Set(templates.map((template) => template.topic)).size).toBe(8);
  });

  it('counts structure, not names', () => {
    const one = { steps: [['a + b', ''], ['s1 * c', '']] } as const;
    expect(canonicalGraph({ steps: [['q + r', 'x'], ['t * s1', 'y']] })).toBe(canonicalGraph(one));
    expect(canonicalGraph({ steps: [['a - b', ''], ['s1 * c', '']] })).not.toBe(canonicalGraph(one));
    expect(canonicalGraph({ steps: [['(a + b) * c', '']] })).not.toBe(canonicalGraph(one));
    expect(canonicalGraph({ steps: [['a - b', '']] })).not.toBe(canonicalGraph({ steps: [['a / b', '']] }));
  });

  it('asks 10,000 times without asking anything twice', () => {
    expect(many).toHaveLength(10_000);
    expect(new Set(many.map((problem) => problem.question)).size).toBe(10_000);
    expect(new Set(many.map((problem) => problem.id)).size).toBe(10_000);
  });

  it('rarely shares wording: without their numbers most questions are different', () => {
    const wordings = new Set(many.slice(0, 1_000).map((problem) => problem.question.replace(/[\d.,]+/g, '#')));
    expect(wordings.size).toBeGreaterThan(850);
  });

  it('uses every template and every difficulty', () => {
    expect(new Set(many.map((problem) => problem.graph)).size).toBe(templates.length);
    expect([...new Set(many.map((problem) => problem.difficulty))].toSorted()).toEqual([1, 2, 3, 4, 5]);
  });

  it('has gold steps that compute to their values and end in the answer', () => {
    for (const problem of many) {
      for (const step of problem.steps) expect(calculate(step.expression), problem.question).toEqual({ ok: true, text: String(step.value) });
      expect(problem.steps.at(-1)?.value).toBe(problem.answer);
    }
  });

  it('uses operands only that stand in the question, in its paragraphs or in an earlier step', () => {
    for (const problem of many) expect(unexplained(problem), problem.question).toEqual([]);
  });

  it('makes sensible sentences: no open slot, no small letter at the start, no number below two, no broken thing', () => {
    for (const problem of many) {
      const texts = [problem.question, ...problem.steps.map((step) => step.text), ...(problem.documents ?? []).map((paragraph) => paragraph.text)];
      for (const text of texts) expect(text).toMatch(/^[A-Z\d$][^<>]*[.?]$/);
      expect(problem.question).not.toMatch(/undefined|NaN|\b[01] [a-z]/);
      for (const step of problem.steps) expect(step.value).toBeGreaterThanOrEqual(2);
      const money = /\$|dollars/.test(problem.question);
      if (!money) for (const step of problem.steps) expect(Number.isInteger(step.value), problem.question).toBe(true);
    }
  });

  it('names in its steps only who and what the problem has named', () => {
    const proper = [...vocabulary.who, ...vocabulary.town, ...vocabulary.hall, ...vocabulary.things];
    for (const problem of many) {
      const told = [problem.question, ...(problem.documents ?? []).map((paragraph) => paragraph.text)].join(' ').toLowerCase();
      const steps = problem.steps.map((step) => step.text).join(' ');
      expect(proper.filter((name) => new RegExp(`\\b${name}\\b`).test(steps) && !told.includes(name.toLowerCase())), problem.question).toEqual([]);
    }
  });

  it('gives the same problems for the same seed and others for another', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 2 ** 31 }), (seed) => {
      const first = [...builtInExam({ seed, count: 20 })];
      expect([...builtInExam({ seed, count: 20 })]).toEqual(first);
      const other = new Set([...builtInExam({ seed: seed + 1, count: 20 })].map((problem) => problem.question));
      expect(first.filter((problem) => other.has(problem.question))).toEqual([]);
      for (const problem of first) expect(examProblemSchema.parse(problem)).toEqual(problem);
    }), { numRuns: 20 });
  });

  it('makes a problem of every template within a few draws', () => {
    for (const template of templates) {
      const random = seededRandom(3);
      const made = Array.from({ length: 20 }, () => makeProblem(template, random)).filter((problem) => problem !== null);
      expect(made.length, template.graph).toBeGreaterThanOrEqual(8);
    }
  });

  it('keeps to the topics and difficulties that were asked for, and says when there are no more', () => {
    const easy = [...builtInExam({ seed: 5, count: 200, difficulties: [1], topics: ['percentages', 'time'] })];
    expect(new Set(easy.map((problem) => problem.difficulty))).toEqual(new Set([1]));
    expect(() => [...builtInExam({ seed: 5, count: 5, topics: [] })]).toThrow(/only 0 different/);
    expect([...builtInExam({ seed: 5, count: 0 })]).toEqual([]);
  });

  it('is harder in the mean the more steps there are', () => {
    const steps = (level: number) => mean(many.filter((problem) => problem.difficulty === level).map((problem) => problem.steps.length));
    expect(steps(1)).toBeLessThan(steps(3));
    expect(steps(3)).toBeLessThan(steps(5));
  });

  it('takes the user\'s own examples too: a question and an answer', () => {
    expect(examProblemSchema.safeParse({ question: 'How many?', answer: 4 }).success).toBe(true);
    expect(examProblemSchema.safeParse({ question: ' ', answer: 4 }).success).toBe(false);
    expect(examProblemSchema.safeParse({ question: 'How many?' }).success).toBe(false);
  });
});

const numbersIn = (text: string): readonly number[] => (text.match(/\d+(?:\.\d+)?/g) ?? []).map(Number);
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

function unexplained(problem: BuiltInProblem): readonly number[] {
  const known = new Set(numbersIn([problem.question, ...(problem.documents ?? []).map((paragraph) => paragraph.text)].join(' ')));
  return problem.steps.flatMap((step) => {
    const missing = numbersIn(step.expression).filter((operand) => !known.has(operand) && !common.has(operand));
    known.add(step.value);
    return missing;
  });
}
