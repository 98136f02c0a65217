import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CurvePoint } from '../../../shared/contract/gate.ts';
import { accuracyWords, assumedBy, basisWords, curveAt, outlookWords, shareWords, shortOutlook } from './curveWords.ts';
import { dialCurveShape, size } from './curveShape.ts';

const point = (p: number, share: number, accuracy: number, usd: number | null): CurvePoint => ({
  p, share: { value: share, low: share, high: share }, accuracy: { value: accuracy, low: accuracy - 0.07, high: accuracy + 0.05 }, usdPerQuestion: usd,
});
const curve = [point(0, 1, 0.66, 0.002), point(0.5, 0.2, 0.61, 0.0004), point(1, 0, 0.33, 0)];

describe('the curve at p', () => {
  it('is what was measured there, the straight line between, and nothing outside', () => {
    expect(curveAt(curve, 0.5)).toEqual(curve[1]);
    const between = curveAt(curve.toReversed(), 0.6);
    expect([between?.share.value, between?.accuracy.value, between?.accuracy.low, between?.usdPerQuestion]).toEqual([0.16, 0.554, 0.484, 0.00032].map((value) => expect.closeTo(value, 6) as number));
    expect(curveAt(curve.slice(1), 0.2)).toBeNull();
    expect(curveAt(curve.slice(0, 2), 0.8)).toBeNull();
    expect(curveAt([], 0.5)).toBeNull();
  });
  it('knows no price where one of its neighbours knows none', () => {
    expect(curveAt([point(0, 1, 0.6, null), point(1, 0, 0.3, 0)], 0.5)?.usdPerQuestion).toBeNull();
  });
  it('never leaves the range of its neighbours', () => {
    fc.assert(fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (p) => {
      const accuracy = curveAt(curve, p)?.accuracy.value ?? Number.NaN;
      return accuracy >= 0.33 && accuracy <= 0.66;
    }));
  });
});

describe('the outlook', () => {
  it('says share, accuracy, what it would be alone, and price', () => {
    expect(outlookWords(curve, 0.5)).toBe('at this setting, on problems like these: 2 of 10 steps asked, 61 ± 7 % right instead of 33 %, $0.0004 a question');
    expect(shortOutlook(curve, 0.5)).toBe('2 of 10 steps asked, 61 ± 7 % right');
  });
  it('compares with nothing at the left end, and leaves out what was not measured', () => {
    expect(outlookWords(curve, 1)).toBe('at this setting, on problems like these: no step asked, 33 ± 7 % right, $0 a question');
    expect(outlookWords(curve.slice(0, 2), 0.5)).not.toContain('instead');
    expect(outlookWords([point(0.5, 0.2, 0.61, null)], 0.5)).toContain('price that is not known');
    expect(outlookWords([], 0.5)).toBeNull();
  });
  it('does not promise what needs an expert without one', () => {
    expect(outlookWords(curve, 0.5, 'noErrors')).toMatch(/^at this setting and with an expert that never errs, /);
    expect(shortOutlook(curve, 0.5, 'noErrors')).toBe('2 of 10 steps asked, 61 ± 7 % right if the expert never errs');
    expect([assumedBy({ repairs: null }), assumedBy({ repairs: { value: 0.5, low: 0.4, high: 0.6, n: 50 } }), assumedBy({ repairs: { value: 0.5, low: 0.4, high: 0.6, n: 50 } }, false)]).toEqual(['noErrors', 'nothing', 'anExpert']);
    expect(outlookWords(curve, 0.5, 'anExpert')).toMatch(/^at this setting and with an expert, on problems like these: /);
  });
  it('names the expert that it was measured with where another one is chosen', () => {
    const assumed = assumedBy({ repairs: { value: 0.5, low: 0.4, high: 0.6, n: 50 }, expert: { id: 'q', name: 'Qwen 1.5B' }, isOtherExpert: true });
    expect(outlookWords(curve, 0.5, assumed)).toMatch(/^at this setting and with Qwen 1\.5B as the expert, which is not yours, on problems like these: /);
    expect(shortOutlook(curve, 0.5, assumed)).toBe('2 of 10 steps asked, 61 ± 7 % right with Qwen 1.5B');
    const nobody = assumedBy({ repairs: { value: 0.5, low: 0.4, high: 0.6, n: 50 }, expert: { id: 'q', name: 'Qwen 1.5B' } }, false);
    expect(outlookWords(curve, 0.5, nobody)).toMatch(/^at this setting and with Qwen 1\.5B as the expert, on problems like these: /);
  });
  it('words each share', () => {
    expect([0, 0.001, 0.02, 0.05, 0.24, 0.94, 0.97, 1].map(shareWords)).toEqual([
      'no step asked', 'hardly any step asked', 'about 1 of 50 steps asked', '1 of 10 steps asked', '2 of 10 steps asked', '9 of 10 steps asked', 'nearly every step asked', 'every step asked',
    ]);
  });
  it('gives the longer side of a lopsided interval', () => {
    expect(accuracyWords({ value: 0.97, low: 0.85, high: 0.99 })).toBe('97 ± 12 % right');
  });
});

describe('on what it rests', () => {
  it('is always said, once', () => {
    expect(basisWords({ basis: 'exam', words: 'From your exam.' })).toBe('From your exam.');
    expect(basisWords({ basis: 'shipped', words: 'On GSM8K.' })).toBe('Estimated from the shipped head. On GSM8K.');
    expect(basisWords({ basis: 'shipped', words: 'Estimated from the shipped head, on GSM8K.' })).toBe('Estimated from the shipped head, on GSM8K.');
    expect(basisWords({ basis: 'none', words: '' })).toBe('Uncalibrated');
  });
});

describe('its drawing', () => {
  const shape = dialCurveShape(curve);
  it('goes with the slider: p = 1 at the left, better answers higher', () => {
    expect(shape.accuracy).toMatch(/^M0,/);
    expect(shape.accuracy).toMatch(new RegExp(`L${size.width},`));
    expect(shape.height(0.66)).toBeLessThan(shape.height(0.33));
    expect(shape.height(0.71)).toBeGreaterThanOrEqual(0);
    expect(shape.height(0.26)).toBeLessThanOrEqual(1);
  });
  it('draws a price only where there is one', () => {
    expect(shape.price).not.toBeNull();
    expect(dialCurveShape(curve.map((one) => ({ ...one, usdPerQuestion: 0 }))).price).toBeNull();
    expect(dialCurveShape([...curve, point(0.7, 0.1, 0.5, null)]).price).toBeNull();
  });
  it('has no holes with one point, or all the same', () => {
    for (const flat of [[point(0.5, 0.2, 0.5, 0)], [point(0, 0, 0, 0), point(1, 0, 0, 0)].map((one) => ({ ...one, accuracy: { value: 0, low: 0, high: 0 } }))]) expect(JSON.stringify(dialCurveShape(flat))).not.toMatch(/NaN|Infinity/);
  });
});
