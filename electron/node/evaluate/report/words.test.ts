import { describe, expect, test } from 'vitest';
import { cut, flopsSpan, oneLine, percentSpan, pointsSpan, short, slug, stripped, usdSpan } from './words.ts';

describe('figures in words', () => {
  test.each([[0, '0'], [0.00123, '0.00123'], [1.234, '1.23'], [12.34, '12.3'], [123.4, '123'], [12_345, '12,345'], [-0.5, '−0.500']])('%s is %s', (value, text) => {
    expect(short(value)).toBe(text);
  });
  test('an interval that starts below 0 is written with "to", a dash would read as a minus', () => {
    expect(percentSpan({ value: 0.05, low: -0.02, high: 0.1 })).toBe('5.0 % (−2.0 to 10.0)');
    expect(percentSpan({ value: 0.05, low: 0.02, high: 0.1 })).toBe('5.0 % (2.0–10.0)');
  });
  test('no figure is "−0.0"', () => {
    expect(pointsSpan({ value: -0.0001, low: -0.02, high: 0.02 })).toBe('0.0 points (−2.0 to +2.0)');
  });
  test('the unit is the figure’s own, also for its interval', () => {
    expect(flopsSpan({ value: 9.9e11, low: 9e11, high: 1.1e12 })).toBe('990 GFLOPs (900–1,100)');
    expect(usdSpan({ value: 0.0005, low: 0.0004, high: 0.0006 })).toBe('$0.500 (0.400–0.600)');
  });
});

describe('text from data', () => {
  test('loses what a reader cannot see or what turns a line around, nothing else', () => {
    expect(stripped('a\u0000b\u202ec\ud800d\tü🙂')).toBe('abc\ufffdd\tü🙂');
    expect(oneLine(' a\r\n b ')).toBe('a b');
  });
  test('is cut between letters, not inside one', () => {
    expect(cut('🙂🙂🙂🙂', 3)).toBe('🙂🙂…');
    expect(cut('abc', 3)).toBe('abc');
  });
  test('makes a file name of letters, digits and hyphens', () => {
    expect(slug('../../Ünï_x.json')).toBe('u-ni-x-json');
    expect(slug('///')).toBe('unnamed');
  });
});
