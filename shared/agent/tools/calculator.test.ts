import fc from 'fast-check';
import { evaluate } from 'mathjs/number';
import { describe, expect, it } from 'vitest';
import { agreesAsWritten, calculate, correctArithmetic, pendingCalculation } from './calculator.ts';

describe('pendingCalculation', () => {
  it.each([
    ['48 / 2 =', '48 / 2'],
    ['<<48/2=', '48 / 2'],
    ['Tom has 3 boxes * 12 pencils per box =', '3 * 12'],
    ['He has 3 boxes and 12 + 4 = ', '12 + 4'],
    ['20 minutes/day * 6 days/week * 4 weeks =', '20 * 6 * 4'],
    ['20 minutes a day * 6 days a week =', '20 * 6'],
    ['10% of $50 =', '10 / 100 * 50'],
    ['so 5 * 3 = 15 + 2 =', '15 + 2'],
    ['\\(20 \\times 3 =', '20 * 3'],
    ['1,200 × 3 =', '1200 * 3'],
    ['Total = (20 + 60) * 6 * 4 =', '( 20 + 60 ) * 6 * 4'],
    ['16 – 3 – 4 =', '16 - 3 - 4'],
  ])('%s asks for %s', (text, expression) => {
    expect(pendingCalculation(text)?.expression).toBe(expression);
  });

  it.each(['2x + 5 =', 'x + 5 =', '3 a + 2 =', '100% - 20% =', '3:30 + 2 =', '1 1/2 * 4 =', 'She earns 2 =', 'a ==', 'n = ', '48 / 2', 'if 3 >=', '', '='])(
    'leaves "%s" to the model rather than guess',
    (text) => {
      expect(pendingCalculation(text)).toBeNull();
    },
  );

  it.each([
    ['-5 + 3 =', '- 5 + 3', '-2'],
    ['x = -6 / 2 =', '- 6 / 2', '-3'],
    ['The change is -$5 + $3 =', '- 5 + 3', '-2'],
    ['(-2) * 3 =', '( - 2 ) * 3', '-6'],
    ['3 * -5 =', '3 * - 5', '-15'],
    ['4 - -2 =', '4 - - 2', '6'],
    ['**5 * 3 =', '5 * 3', '15'],
    ['* 5 * 3 =', '5 * 3', '15'],
    ['1) 5 * 3 =', '5 * 3', '15'],
    ['(5 * 3 =', '5 * 3', '15'],
    ['It costs $20 and 10% less is 20 * 0.9 =', '20 * 0.9', '18'],
    ['25% of the other students is 16 * 0.25 =', '16 * 0.25', '4'],
    ['5 days * $20 / day =', '5 * 20', '100'],
    ['$20/hour * 8 hours =', '20 * 8', '160'],
    ['so that\'s 3 * 15 =', '3 * 15', '45'],
    ['(1 + 2)(3 + 4) =', '( 1 + 2 ) ( 3 + 4 )', '21'],
    ['3 apples + 4 oranges =', '3 + 4', '7'],
    ['1 hour + 2 hours =', '1 + 2', '3'],
    ['2 boxes + 3 boxes =', '2 + 3', '5'],
    ['2 hours * 60 + 30 =', '2 * 60 + 30', '150'],
    ['The cost of 2 dozen cakes is 24 * 3 =', '24 * 3', '72'],
    ['2^3 + 1 =', '2 ^ 3 + 1', '9'],
  ])('%s is computed whole, as %s', (text, expression, value) => {
    expect(pendingCalculation(text)?.expression).toBe(expression);
    expect(calculate(expression)).toEqual({ ok: true, text: value });
  });

  it.each([
    'x + 2 * 3 =', '2x + 5 + 3 =', '2(3 + 4) =', '2 (3 + 4) =', 'f(3 + 4) =', 'sqrt(9 + 16) =', 'sqrt (9 + 16) =', '\\sqrt{9} + 16 * 2 =', '√9 + 16 =', 'the square root of 9 + 16 =',
    'log 10 + 90 =', 'x_1 + 2 * 3 =', 'x1 + 2 * 3 =', 'x^2 + 3 * 4 =', '5² + 3 * 2 =', '5! + 3 * 2 =', '5 squared + 3 =', '20 + 7 mod 3 + 1 =', '4x5 + 3 =', '3\\frac{1}{2} + 1 =', 'total - 5 + 3 =', 'Let x + 5 * 3 =', '(x + 2) * 3 * 4 =',
    '1 hour + 30 minutes =', '3 feet + 6 inches =', '2 dollars + 50 cents =', '$2 + 50 cents =', '1 hour 30 minutes + 15 minutes =', '1 hour and 30 minutes + 15 minutes =', '2 hours + 3 * 10 minutes =', '(1 hour + 1 hour) + 30 minutes =', '2 boxes + 3 pencils =', '1 quarter + 2 dimes =',
    '2 dozen * 3 =', '3 thousand + 5 =', '3 and a half * 2 =', '5 packs of two * 3 =', '20 percent * 50 =', '5 out of 20 * 100 =', '2/3 of 30 + 5 =', 'half of 20 + 10 =', 'twice 3 + 4 =', '5 more than 3 * 2 =', '5 plus 3 * 2 =', 'add 5 to 3 * 4 =', 'subtract 5 from 3 * 4 =', 'the product of 5 and 3 + 2 =', 'the average of 80 + 90 =', 'negative 5 + 3 =',
    '1,5 + 2 =', '12.345.678 + 1 =', '100 / total * 3 =', '2 * 17 % 5 =', '2 * 3 + =', '- 5 + 3 =', 'Step 1 - 5 * 3 =', '(2) 3 * 4 =', '3 boxes (12 each) * 4 =', `${'1 + '.repeat(200)}1 =`,
  ])('does not take a part of "%s" for the whole', (text) => {
    expect(pendingCalculation(text)).toBeNull();
  });

  it('never throws, whatever the text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => {
      const pending = pendingCalculation(`${text}=`);
      if (pending) calculate(pending.expression);
    }));
  });
});

describe('calculate', () => {
  it('agrees with JavaScript on sums and products', () => {
    const operand = fc.integer({ min: 1, max: 9999 });
    fc.assert(fc.property(operand, operand, operand, (a, b, c) => {
      expect(calculate(`${a} + ${b} * ${c}`)).toEqual({ ok: true, text: String(a + b * c) });
      expect(calculate(`(${a} - ${b}) * ${c}`)).toEqual({ ok: true, text: String((a - b) * c || 0) });
    }));
  });

  it('brings a rounded third back to a whole', () => {
    const third = calculate('10 / 3');
    expect(third).toEqual({ ok: true, text: '3.333333' });
    expect(calculate('3.333333 * 3')).toEqual({ ok: true, text: '10' });
  });

  it.each(['2 / 0', 'import("fs")', 'a = 3', '2 +', '9 ^ 9 ^ 9', 'f(2)', '1'.repeat(300)])('refuses %s in words', (expression) => {
    const result = calculate(expression);
    expect(result.ok).toBe(false);
  });
});

describe('correctArithmetic', () => {
  it('replaces a wrong result and keeps a right one, also when it is rounded', () => {
    const { text, calls } = correctArithmetic('She practices 20 * 3 = 61 minutes, so 60 + 20 = $80 and 10 / 3 = 3.33.');
    expect(text).toBe('She practices 20 * 3 = 60 minutes, so 60 + 20 = $80 and 10 / 3 = 3.33.');
    expect(calls.map((call) => [call.ownGuess, call.output])).toEqual([['61', '60'], ['80', '80'], ['3.33', '3.33']]);
  });

  it('does not touch equations that go on', () => {
    expect(correctArithmetic('2 * 3 = 2 + 4 = 6').text).toBe('2 * 3 = 2 + 4 = 6');
    expect(correctArithmetic('50 * 2 = 100%').text).toBe('50 * 2 = 100%');
    for (const right of ['(4 / 20) * 100 = 0.2 * 100 = 20%', '3 * 4 = 2 \\times 6 = 12', '2 * 6 = 3 x 4 = 12', '1000 * 5 = 5,000 + 0']) expect(correctArithmetic(right).text).toBe(right);
  });

  it.each([
    '-5 + 3 = -2', 'x = -6 / 2 = -3', 'x + 2 * 3 = 10', '2x + 5 + 3 = 20', '2(3 + 4) = 14', 'sqrt(9 + 16) = 5', '1 hour + 30 minutes = 90', '3 feet + 6 inches = 42', '2 dollars + 50 cents = $2.50', '2 dozen * 3 = 72',
    '7 / 2 = 3 remainder 1', '7 / 2 = 3 R1', '7 / 2 = 3 r 1', '7 / 2 = 3, remainder 1', '7 / 2 = 3 with a remainder of 1', '17 / 5 = 3 boxes with 2 left over', '7 / 2 = 3 1/2', '7 / 2 = 3 and a half', '7 / 2 = 3½',
    '5 / 20 = 25 percent', '2 * 1,000,000 = 2 million', '2 * 1000 = 2k', '30 minutes * 4 = 2 hours', '50 minutes * 2 = 1.67 hours', '$0.25 * 2 = 50 cents', '25 cents * 8 = $2', '1 / 2 = 30 minutes', '12 + 12 = 2 dozen',
  ])('leaves "%s" alone', (right) => {
    expect(correctArithmetic(right).text).toBe(right);
  });

  it.each([
    ['20 boxes * 12 pencils = 230', '20 boxes * 12 pencils = 240'],
    ['$20 * 25% = $4', '$20 * 25% = $5'],
    ['1,200 * 3 = 3,500', '1,200 * 3 = 3600'],
    ['a = 2 * 3 = 7', 'a = 2 * 3 = 6'],
    ['5 * 3 = 16 boxes, so 16 + 2 = 19', '5 * 3 = 15 boxes, so 16 + 2 = 18'],
    ['-5 + 3 = 8', '-5 + 3 = -2'],
    ['2 hours * 60 minutes/hour = 130 minutes', '2 hours * 60 minutes/hour = 120 minutes'],
    ['17 / 5 = 3 boxes', '17 / 5 = 3.4 boxes'],
    ['8 / 2 = 5 with 2 left over', '8 / 2 = 4 with 2 left over'],
  ])('corrects "%s"', (wrong, right) => {
    expect(correctArithmetic(wrong).text).toBe(right);
  });

  const operand = fc.tuple(fc.boolean(), fc.integer({ min: 1, max: 99 }), fc.constantFrom('', ' boxes', ' pencils'));
  it('makes any sum with signs true, or leaves it', () => {
    const sum = fc.tuple(operand, fc.array(fc.tuple(fc.constantFrom('+', '-', '*'), operand), { minLength: 1, maxLength: 5 }));
    fc.assert(fc.property(sum, fc.constantFrom('', 'So ', 'It is ', 'x = ', 'x + ', '2x - ', 'the root of ', '- ', 'cost: '), fc.integer({ min: -99, max: 99 }), ([first, rest], lead, guess) => {
      const spell = (signed: (typeof first)): string => `${signed[0] ? '-' : ''}${signed[1]}`;
      const plain = `${spell(first)}${rest.map(([operator, each]) => ` ${operator} ${spell(each)}`).join('')}`;
      const shown = `${spell(first)}${first[2]}${rest.map(([operator, each]) => ` ${operator} ${spell(each)}${each[2]}`).join('')}`;
      // The sum without its words is read by the evaluator alone; its value is the only one that may come out.
      const value = Number(evaluate(plain));
      const corrected = correctArithmetic(`${lead}${shown} = ${guess}`);
      const written = Number(/ = (-?[\d.]+)$/.exec(corrected.text)?.[1]);
      const isWhole = ['', 'So ', 'It is ', 'x = ', 'cost: '].includes(lead);
      expect(isWhole ? [value, guess] : [guess]).toContain(written);
    }), { numRuns: 2000 });
  });

  it('leaves any text without an equals sign as it is', () => {
    fc.assert(fc.property(fc.string().filter((text) => !text.includes('=')), (text) => {
      expect(correctArithmetic(text)).toEqual({ text, calls: [] });
    }));
  });
});

it('agreesAsWritten accepts rounding to the digits written, nothing else', () => {
  expect(agreesAsWritten('3.33', '3.333333')).toBe(true);
  expect(agreesAsWritten('3.34', '3.333333')).toBe(false);
  expect(agreesAsWritten('3', '3.333333')).toBe(false);
});
