import { describe, expect, it } from 'vitest';
import { joinDeltas } from './joinDeltas.ts';

type Part = { readonly type: 'delta'; readonly text: string } | { readonly type: 'finish' };

describe('joining deltas', () => {
  it('tells the first at once, the next ones together, and all before anything else', () => {
    const told: Part[] = [];
    let time = 0;
    const tell = joinDeltas<Part>((part) => told.push(part), () => time);
    for (const text of ['a', 'b', 'c', 'd', 'e', 'f']) {
      tell({ type: 'delta', text });
      time += 25;
    }
    tell({ type: 'finish' });
    expect(told).toEqual([{ type: 'delta', text: 'a' }, { type: 'delta', text: 'bcd' }, { type: 'delta', text: 'ef' }, { type: 'finish' }]);
  });

  it('tells slow text as it comes', () => {
    const told: Part[] = [];
    let time = 0;
    const tell = joinDeltas<Part>((part) => told.push(part), () => time);
    for (const text of ['a', 'b']) {
      tell({ type: 'delta', text });
      time += 100;
    }
    expect(told).toHaveLength(2);
  });
});
