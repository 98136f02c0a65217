import fc from 'fast-check';
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
