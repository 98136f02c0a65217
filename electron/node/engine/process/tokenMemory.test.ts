import fc from 'fast-check';
import type { Token } from 'node-llama-cpp';
import { describe, expect, it } from 'vitest';
import { createTokenMemory, type TextPiece } from './tokenMemory.ts';

// oxlint-disable-next-line typescript/consistent-type-assertions -- a token is a branded number that only llama.cpp can hand out
const token = (id: number): Token => id as Token;
let nextId = 1;
const piece = (text: string): TextPiece => ({ text, tokens: [token(nextId++)] });
const pieces = (...texts: string[]): readonly TextPiece[] => texts.map(piece);
const textOf = (some: readonly TextPiece[]): string => some.map((each) => each.text).join('');

describe('token memory', () => {
  it('gives back the very tokens of a text it has seen', () => {
    const memory = createTokenMemory();
    const written = pieces('Step 1:', ' 4', '8', ' rolls', '.\n');
    memory.remember(written);
    expect(memory.recall('Step 1: 48 rolls.\nStep 2:')).toEqual({ pieces: written, rest: 'Step 2:' });
  });

  it('cuts where texts part, but never inside a word or a number', () => {
    const memory = createTokenMemory();
    memory.remember(pieces('It is 4', '8', ' rol', 'ls'));
    expect(textOf(memory.recall('It is 48 rolled').pieces)).toBe('It is 48');
    expect(memory.recall('It is 42').pieces).toEqual([]);
    expect(memory.recall('It is 48 rolls').rest).toBe('');
  });

  it('takes the longest of several, and of equals the youngest', () => {
    const memory = createTokenMemory();
    memory.remember(pieces('A cat', ' sleeps', ' here'));
    const younger = pieces('A', ' cat', ' runs');
    memory.remember(younger);
    expect(memory.recall('A cat sat').pieces).toEqual(younger.slice(0, 2));
    expect(textOf(memory.recall('A cat sleeps now').pieces)).toBe('A cat sleeps');
  });

  it('forgets the oldest beyond its capacity', () => {
    const memory = createTokenMemory(2);
    for (const text of ['one', 'two', 'three']) memory.remember(pieces(text));
    expect(memory.recall('one').pieces).toEqual([]);
    expect(textOf(memory.recall('two').pieces)).toBe('two');
  });

  it('always gives back the text it was asked for, in pieces and a rest', () => {
    fc.assert(fc.property(fc.array(fc.array(fc.string({ maxLength: 4 }), { maxLength: 6 }), { maxLength: 5 }), fc.string({ maxLength: 12 }), (texts, asked) => {
      const memory = createTokenMemory(3);
      for (const text of texts) memory.remember(pieces(...text));
      for (const each of [asked, ...texts.map((text) => `${text.join('')}${asked}`)]) {
        const { pieces: found, rest } = memory.recall(each);
        expect(textOf(found) + rest).toBe(each);
      }
    }));
  });
});
