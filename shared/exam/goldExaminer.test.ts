import { describe, expect, it } from 'vitest';
import { builtInExam } from './builtIn/builtInExam.ts';
import { examineChain, firstWrongStep, stepResult, type GoldWay } from './goldExaminer.ts';
import { reachableValues } from './reachableValues.ts';

const gold: GoldWay = { steps: [{ expression: '16-3-4', value: 9 }, { expression: '9*2', value: 18 }], answer: 18 };
const verdicts = (steps: readonly string[], finished = true) => examineChain(gold, steps, finished).map((step) => `${step.verdict} ${step.reason}`);

describe('a chain that ends right', () => {
  it('is right on the gold way', () => expect(verdicts(['16 - 3 - 4 = 9 eggs are left.', '9 * 2 = $18.', '18'])).toEqual(['right goldValue', 'right goldValue', 'right goldValue']));
  it('is right on another route', () => expect(verdicts(['16 * 2 = 32', '7 * 2 = 14', '32 - 14 = 18', 'Answer: 18'])).toEqual(['right chainEndsRight', 'right chainEndsRight', 'right goldValue', 'right goldValue']));
  it('is right where it states no number', () => expect(verdicts(['First the eggs are counted.', 'Answer: 18'])).toEqual(['right chainEndsRight', 'right goldValue']));
  it('still has a wrong step where a calculation does not come out', () => expect(verdicts(['16 - 3 - 4 = 10', '9 * 2 = 18', '18'])).toEqual(['wrong falseArithmetic', 'unknown afterError', 'unknown afterError']));
});

describe('a chain that ends wrong', () => {
  it('is wrong from the first result on that leads nowhere', () => expect(verdicts(['16 - 3 - 4 = 9', '9 + 2 = 11', 'Answer: 11'])).toEqual(['right goldValue', 'wrong notOnTheWay', 'unknown afterError']));
  it('is right as long as it is on the way in smaller pieces', () => expect(verdicts(['16 - 3 = 13', '13 - 4 = 9', '9 + 2 = 11', '11'])).toEqual(['right onTheWay', 'right goldValue', 'wrong notOnTheWay', 'unknown afterError']));
  it('that only stops too early is wrong in its answer', () => expect(verdicts(['16 - 3 - 4 = 9', 'Answer: 9'])).toEqual(['right goldValue', 'wrong wrongAnswer']));
  it('leaves steps without a number unknown', () => expect(verdicts(['We count the eggs.', '16 + 3 = 19', '19'])).toEqual(['unknown noResult', 'wrong notOnTheWay', 'unknown afterError']));
  it('with an answer in words is wrong in its answer', () => expect(verdicts(['16 - 3 - 4 = 9', 'It cannot be said.'])).toEqual(['right goldValue', 'wrong wrongAnswer']));
});

describe('a chain without an end', () => {
  it('leaves another route open', () => expect(verdicts(['16 * 5 = 80', '16 - 3 - 4 = 9'], false)).toEqual(['unknown otherRoute', 'right goldValue']));
  it('is wrong where a calculation does not come out', () => expect(verdicts(['16 - 4 = 11'], false)).toEqual(['wrong falseArithmetic']));
  it.each([
    ['(4 / 20) * 100 = 0.2 * 100 = 20%', false], ['5 * 4 = 10.5 * 2 = 21', false], ['5 * 4 = 10.5 * 2 = 22', true], ['3 * 4 = 2 \\times 6 = 12', false], ['100 / 3 = 33', false], ['7 / 2 = 3', true], ['2 * $1,500 = $3,000.', false], ['2 * 1,500 = 3,001', true],
    ['40 = 10 - 1.5x', false],
  ] as const)('%j has a false calculation: %s', (step, wrong) => expect(verdicts([step], false)[0] === 'wrong falseArithmetic').toBe(wrong));
  it('may be empty', () => expect(verdicts([], false)).toEqual([]));
});

describe('results of steps', () => {
  it.each([
    ['So 4 * 5 = 20 pens', false, '20'], ['Cost: 3 × $2.50 = $7.50.', false, '7.50'], ['1,000 + 500 = 1,500', false, '1500'], ['no number', false, null], ['10 - 12 = -2', false, '-2'],
    ['a = 5, so b = 6', false, '6'], ['x = 3 + 4', false, null], ['Answer: $1,250', true, '1250'], ['The answer is \\boxed{42}. I checked 3 times.', true, '42'], ['There are 7 cats', false, null],
  ] as const)('%j', (step, last, result) => expect(stepResult(step, last)).toBe(result));
  it('may be rounded as written, or in hundredths', () => {
    const thirds: GoldWay = { steps: [{ expression: '10/3', value: 3.333333 }, { expression: '20/100', value: 0.2 }], answer: 5 };
    expect(examineChain(thirds, ['10 / 3 = 3.33', 'That is = 20 percent', '1 + 6 = 7'], false).map((step) => step.verdict)).toEqual(['right', 'right', 'unknown']);
  });
});

describe('values on the way', () => {
  it('sums in parts, products in parts, factors multiplied in', () => {
    expect(reachableValues([{ expression: '16-3-4', value: 9 }])).toEqual(expect.arrayContaining([13, 12, -7, 9]));
    expect(reachableValues([{ expression: '2*3*5', value: 30 }])).toEqual(expect.arrayContaining([6, 10, 15, 30]));
    expect(reachableValues([{ expression: '(3+4)*5', value: 35 }])).toEqual(expect.arrayContaining([15, 20, 7, 35]));
    expect(reachableValues([{ expression: '3+4', value: 7 }, { expression: '7*5', value: 35 }])).toEqual(expect.arrayContaining([15, 20]));
    expect(reachableValues([{ expression: '2*3', value: 6 }, { expression: '6*5', value: 30 }])).toEqual(expect.arrayContaining([10, 15]));
  });
  it('nothing beyond, and nothing from what is no calculation', () => {
    expect(reachableValues([{ expression: '16-3-4', value: 9 }])).not.toContain(20);
    expect(reachableValues([{ expression: 'a=', value: 9 }, { expression: '', value: 1 }, { expression: '5/0', value: 1 }])).toEqual([]);
  });
});

describe('on the built-in exam', () => {
  const problems = [...builtInExam({ seed: 7, count: 300 })];
  it('finds no fault in a gold chain', () => {
    for (const problem of problems) {
      expect(firstWrongStep(problem, [...problem.steps.map((step) => step.text), `Answer: ${problem.answer}`]), problem.question).toBe(-1);
    }
  });
  it('finds the step where a gold chain was made wrong', () => {
    let judged = 0;
    for (const problem of problems) {
      const at = problem.steps.length - 1;
      const last = problem.steps[at];
      if (!last) continue;
      const wrong = problem.steps.map((step) => step.text);
      wrong[at] = `Then it is = ${last.value * 3 + 1}.`;
      expect(firstWrongStep(problem, [...wrong, `Answer: ${last.value * 3 + 1}`]), problem.question).toBe(at);
      judged += 1;
    }
    expect(judged).toBe(300);
  });
});
