import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createStopFinder } from './stopSequences.ts';

/** Feeds a text in pieces and returns all that became visible. */
function run(stops: readonly string[], chunks: readonly string[]): { readonly visible: string; readonly stop: string | null } {
  const finder = createStopFinder(stops);
  let visible = '';
  for (const chunk of chunks) {
    const result = finder.push(chunk);
    visible += result.visible;
    if (result.stop !== null) return { visible, stop: result.stop };
  }
  return { visible: visible + finder.end(), stop: null };
}

describe('stop sequences', () => {
  it('end the text before them, even when they come in pieces', () => {
    expect(run(['\nStep'], ['one', '\nSt', 'ep 2'])).toEqual({ visible: 'one', stop: '\nStep' });
  });

  it('hold back only what may be a beginning', () => {
    const finder = createStopFinder(['###']);
    expect(finder.push('a#')).toEqual({ visible: 'a', stop: null });
    expect(finder.push('b##')).toEqual({ visible: '#b', stop: null });
    expect(finder.end()).toBe('##');
  });

  it('of several the first in the text counts; empty ones do not', () => {
    expect(run(['cd', 'b', ''], ['abcd'])).toEqual({ visible: 'a', stop: 'b' });
  });

  it('give the same whatever the pieces are', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 14 });
    const stops = fc.array(fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 1 });
    fc.assert(fc.property(letters, stops, fc.array(fc.nat(14)), (text, sequences, cuts) => {
      const places = [...new Set([0, text.length, ...cuts.map((cut) => Math.min(cut, text.length))])].sort((a, b) => a - b);
      const chunks = places.slice(1).map((place, index) => text.slice(places[index], place));
      expect(run(sequences, chunks)).toEqual(run(sequences, [text]));
      const [stop = ''] = sequences;
      expect(run(sequences, chunks).visible).toBe(text.includes(stop) ? text.slice(0, text.indexOf(stop)) : text);
    }));
  });
});
