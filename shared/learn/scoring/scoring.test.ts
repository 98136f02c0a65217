import { describe, expect, it } from 'vitest';
import { scoreDrop } from './drop.ts';
import { mistakeAccuracy, processBenchF1 } from './firstWrongStep.ts';
import { normaliseMath, sameMathAnswer, statedMath } from './latexMath.ts';
import { gsmHardTolerance, numericMatch, statedNumber, svampTolerance } from './numeric.ts';
import { answerF1, normaliseAnswer, saidYesNo, scoreQa, scoreYesNo } from './qa.ts';

describe('numeric match', () => {
  it.each([
    ['So it is 4+5.\n#### 1,234', 1234], ['#### -7', -7], ['#### $18.50', 18.5], ['Answer: 10 - 4 = 6', 6], ['The answer is 12.', 12],
    ['3 and then 4', 4], ['It costs 1,000,000 dollars', 1_000_000], ['the range is 3-5', 5], ['at 1,2,3', 3], ['.5', 0.5], ['Answer: none\nbut 9', 9],
    ['no number', null], ['#### none', null], ['', null],
  ] as const)('reads %j as %s', (text, value) => expect(statedNumber(text)).toBe(value));

  it('is equality for GSM8K, an absolute difference for the others', () => {
    expect(numericMatch('#### 18', 18)).toBe(true);
    expect(numericMatch('#### 18.0005', 18)).toBe(false);
    expect(numericMatch('18.0005', 18, gsmHardTolerance)).toBe(true);
    expect(numericMatch('18.001', 18, gsmHardTolerance)).toBe(false);
    expect(numericMatch('18.0005', 18, svampTolerance)).toBe(false);
    expect(numericMatch('18.00005', 18, svampTolerance)).toBe(true);
    expect(numericMatch('0.30000000000000004', 0.3)).toBe(true);
    expect(numericMatch('nothing', 0)).toBe(false);
  });
});

describe('HotpotQA and MuSiQue', () => {
  it('normalise as SQuAD does', () => {
    expect(normaliseAnswer('The  Eiffel-Tower, an icon!')).toBe('eiffeltower icon');
    expect(normaliseAnswer('Theatre')).toBe('theatre');
  });
  it('score bags of words', () => {
    expect(answerF1('the big red dog', 'red dog')).toBeCloseTo(0.8);
    expect(answerF1('dog dog', 'dog')).toBeCloseTo(2 / 3);
    expect(answerF1('cat', 'dog')).toBe(0);
  });
  it('let yes and no match only themselves', () => {
    expect(answerF1('yes it is', 'yes')).toBe(0);
    expect(answerF1('Yes.', 'yes')).toBe(1);
  });
  it('take the best alias, and give nothing for an empty answer', () => {
    expect(scoreQa('G. Hall', ['Stanley', 'G S Hall'])).toEqual({ em: 0, f1: 0.8 });
    expect(scoreQa('g s hall', ['Stanley Hall', 'G. S. Hall'])).toEqual({ em: 1, f1: 1 });
    expect(scoreQa('', ['Hall'])).toEqual({ em: 0, f1: 0 });
    expect(scoreQa('', [''])).toEqual({ em: 1, f1: 1 });
  });
});

describe('DROP', () => {
  it('is free of articles, order and hyphens', () => {
    expect(scoreDrop('the Green-Bay Packers', ['green bay packers'])).toEqual({ em: 1, f1: 1 });
    expect(scoreDrop(['b', 'c d'], [['c d', 'b']])).toEqual({ em: 1, f1: 1 });
  });
  it('gives nothing for a bag with other numbers, whatever words they share', () => {
    expect(scoreDrop('4 field goals', ['3 field goals'])).toEqual({ em: 0, f1: 0 });
    expect(scoreDrop('3 goals', ['3 field goals']).f1).toBeCloseTo(0.8);
    expect(scoreDrop('10', ['10.0']).em).toBe(1);
  });
  it('aligns spans one to one', () => {
    expect(scoreDrop(['john'], [['john', 'mary']])).toEqual({ em: 0, f1: 0.5 });
    expect(scoreDrop(['john smith', 'john'], [['john', 'john smith']]).f1).toBe(1);
    expect(scoreDrop(['ball', 'ball'], [['ball', 'cat']]).f1).toBe(0.5);
  });
  it('takes the best gold and passes over empty ones', () => {
    expect(scoreDrop('males', ['female', 'males'])).toEqual({ em: 1, f1: 1 });
    expect(scoreDrop('', ['', ' '])).toEqual({ em: 0, f1: 0 });
  });
  // The cases of allenai/allennlp-reading-comprehension, `tests/eval/drop_eval_test.py`.
  it.each([
    [['78'], ['78.0'], 1, 1], ['td', ['td', 'td'], 0, 0.5], [['td', 'td'], 'td', 0, 0.5], [['the', 'fat', 'cat', 'the fat', 'fat cat', 'the fat cat'], ['cat'], 0, 0.17],
    [['the', 'fat', 'cat', 'the fat', 'fat cat', 'the fat cat'], ['cat', 'cat dog'], 0, 0.25], [['the a NOT an ARTICLE the an a'], ['NOT ARTICLE'], 1, 1], [['John Elton'], ['Elton John'], 0, 1],
    [['Per.i.o.d....'], ['.P....e.r,,i;;;o...d,,'], 1, 1], [['Spa     c  e   s     '], ['    Spa c     e s'], 1, 1], [['78-yard'], ['78 yard'], 1, 1], [['78'], ['78-yard'], 0, 0.67],
    [['Green', 'bay', 'packers'], ['Green', 'bay', 'packers'], 1, 1], [[''], ['army'], 0, 0], [['packers'], ['Green bay packers'], 0, 0.5], [['yard'], ['36 yard td'], 0, 0],
    [['23 yards'], ['43 yards'], 0, 0], [['56 yards'], ['56 yd'], 0, 0.5], [['26'], ['26 yard td'], 0, 0.5],
    [['78-yard', '56', '28', '40', '44', 'touchdown'], ['78-yard', '56 yard', '1 yard touchdown'], 0, 0.28], [['23', '23 yard'], ['23-yard', '56 yards'], 0, 0.5],
    [['John Karman', 'Joe Hardy'], ['Joe Karman', 'John Hardy'], 0, 0.5], [['ottoman', 'Kantakouzenous'], ['ottoman', 'army of Kantakouzenous'], 0, 0.75], [['12.0'], ['1.2e1'], 1, 1],
  ] as const)('%j against %j: EM %d, F1 %d, officially', (said, gold, em, f1) => expect(scoreDrop(said, [gold])).toEqual({ em, f1 }));
  it('copes with long lists', () => {
    const spans = Array.from({ length: 20 }, (_, i) => `name${String.fromCharCode(97 + i)}`);
    expect(scoreDrop(spans.toReversed(), [spans])).toEqual({ em: 1, f1: 1 });
  });
});

describe('StrategyQA', () => {
  it.each([['Answer: Yes', true], ['No, because … So the answer is yes.', true], ['true', true], ['It is not known', null], ['First no, then… False.', false]] as const)(
    '%j says %s', (text, said) => expect(saidYesNo(text)).toBe(said));
  it('does not count silence as no', () => expect(scoreYesNo('I cannot say', false)).toBe(0));
});

describe('step labels', () => {
  it('ProcessBench: the harmonic mean of the two accuracies', () => {
    const rows = [{ predicted: 1, gold: 1 }, { predicted: 0, gold: 2 }, { predicted: -1, gold: -1 }, { predicted: -1, gold: 3 }, { predicted: -1, gold: -1 }, { predicted: 0, gold: -1 }];
    const score = processBenchF1(rows);
    expect(score.erroneous).toBeCloseTo(1 / 3);
    expect(score.correct).toBeCloseTo(2 / 3);
    expect(score.f1).toBeCloseTo(4 / 9);
    expect(processBenchF1([{ predicted: 0, gold: -1 }, { predicted: 0, gold: 1 }]).f1).toBe(0);
    expect(processBenchF1([{ predicted: 1, gold: 1 }]).f1).toBeNaN();
  });
  it('BIG-Bench-Mistake: the exact index, null for none', () => {
    expect(mistakeAccuracy([{ predicted: null, gold: null }, { predicted: 2, gold: 2 }, { predicted: 0, gold: null }, { predicted: 3, gold: 2 }])).toBe(0.5);
  });
});

describe('MATH', () => {
  // The rules that hendrycks/math documents beside `_strip_string`, each with a pair of its own.
  it.each([
    ['\\frac12', '\\frac{1}{2}'], ['\\dfrac{3}{4}', '\\frac{3}{4}'], ['\\tfrac 3 4', '\\frac{3}{4}'], ['1/2', '\\frac{1}{2}'], ['0.5', '\\frac{1}{2}'], ['.5', '0.5'],
    ['\\sqrt3', '\\sqrt{3}'], ['k = 7', '7'], ['\\left( 3, 4 \\right)', '(3,4)'], ['120^\\circ', '120'], ['120^{\\circ}', '120'], ['50\\%', '50'], ['\\$18.90', '18.9'],
    ['5.4 \\text{ cents}', '5.4'], ['864 \\mbox{ inches}^2', '864'], ['\\text{east}', 'east'], ['\\$32,\\!348', '32348'], ['58,500', '58500'], ['(C)', '\\text{(C)}'],
    ['2\\sqrt{5}', '\\sqrt{20}'], ['\\{1\\pm\\sqrt{5},-2\\}', '\\{-2,1\\pm\\sqrt5\\}'], ['137 \\frac{1}{2}', '137.5'], ['1\\frac{4}{5}', '\\frac{9}{5}'],
    ['(-\\sqrt{3}, \\sqrt{3})', '(-\\sqrt3,\\sqrt3)'], ['\\frac{20000}{\\pi}', '20000/\\pi'], ['11 \\sqrt{5} + 11', '11\\sqrt{5}+11'], ['x^{2}', 'x^2'], ['\\frac{-1}{3}', '-\\frac{1}{3}'],
    ['(0.5, 2)', '(\\frac12, 2)'],
  ])('%s is %s', (a, b) => {
    expect(sameMathAnswer(a, b), `${normaliseMath(a)} / ${normaliseMath(b)}`).toBe(true);
    expect(sameMathAnswer(b, a)).toBe(true);
  });
  it.each([
    ['1', '2'], ['(1,2)', '(2,1)'], ['(1,2)', '[1,2]'], ['(1,2)', '\\{1,2\\}'], ['\\frac{1}{3}', '0.33'], ['x+1', 'x+2'], ['', ''], ['1,2', '1,2,3'], ['1,1', '1,2'], ['40_9', '40'],
    ['\\text{east}', 'west'], ['9^9999999', '9^9999998'], ['(0,9)\\cup(9,36)', '(0,9)'],
  ])('%s is not %s', (a, b) => expect(sameMathAnswer(a, b)).toBe(false));
  // The cases of hendrycks/math, `modeling/math_equivalence_test.py`.
  it.each([
    ['\\tfrac{1}{2} +\\! \\frac1{72}', '\\dfrac{1}{2} +\\frac{1}{72}', true], ['10, 4, -2', '4, 10, -2', false], ['10, 4, 2', '4, 12, 2', false], ['10\\text{ units}', '10 ', true],
    ['10\\text{ units}', '100 ', false], ['10', '\\$10', true], ['\\left(x-2\\right)\\left(x+2\\right)', '(x-2)(x+2)', true], ['0.1, 4, 2', '4, .1, 2', false], ['0.1', '.1', true],
    ['10\\%', '10', true], ['10\\sqrt{3} + \\sqrt4', '10\\sqrt3 + \\sqrt{4}', true], ['\\frac34i', '\\frac{3}{4}i', true], ['\\tfrac83', '\\frac{8}{3}', true],
    ['5x - 7y + 11z + 4 = 0', 'x + y - z + 2 = 0', false], ['1/2', '\\frac{1}{2}', true], ['\\tfrac{1}{2} + \\frac1{72}', '\\frac{1}{2} + 2/3', false],
  ] as const)('%s and %s: %s, officially', (a, b, same) => expect(sameMathAnswer(a, b)).toBe(same));
  it('finds the boxed answer, braces counted', () => {
    expect(statedMath('So $\\boxed{\\frac{1}{\\sqrt{2}}}$ and $\\boxed{\\{1, 2\\}}$.')).toBe('\\{1, 2\\}');
    expect(statedMath('The answer is $x^2$.')).toBe('x^2');
    expect(statedMath('\\boxed{1')).toBeNull();
    expect(statedMath('nothing')).toBeNull();
  });
});
