import { describe, expect, it } from 'vitest';
import { bytes, counted, duration, listed, money, percent } from './format.ts';

describe('figures as people read them', () => {
  it.each([[0, '$0'], [0.00001, 'under $0.0001'], [0.00031, '$0.0003'], [0.0123, '$0.012'], [1.5, '$1.50']])('%d dollars', (usd, words) => {
    expect(money(usd)).toBe(words);
  });
  it.each([[0, '0 ms'], [840.4, '840 ms'], [2_140, '2.1 s'], [59_960, '1 min 0 s'], [90_000, '1 min 30 s'], [3_599_400, '59 min 59 s'], [3_600_000, '1 h 0 min'], [36_029_000, '10 h 0 min'], [7_199_900, '2 h 0 min']])('%d ms', (ms, words) => {
    expect(duration(ms)).toBe(words);
  });
  it.each([[512, '1 kB'], [98_362_432, '98 MB'], [1_117_320_768, '1.12 GB']])('%d bytes', (count, words) => {
    expect(bytes(count)).toBe(words);
  });
  it('counts and lists', () => {
    expect([counted(1, 'step'), counted(0, 'step'), counted(2, 'address', 'addresses')]).toEqual(['1 step', '0 steps', '2 addresses']);
    expect([listed([]), listed([2]), listed([2, 4]), listed([2, 4, 6])]).toEqual(['', '2', '2 and 4', '2, 4 and 6']);
    expect(percent(0.625)).toBe('63 %');
  });
});
