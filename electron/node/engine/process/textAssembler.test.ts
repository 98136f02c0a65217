import type { Token } from 'node-llama-cpp';
import { describe, expect, it } from 'vitest';
import { createTextAssembler } from './textAssembler.ts';

// oxlint-disable-next-line typescript/consistent-type-assertions -- a token is a branded number that only llama.cpp can hand out
const tokensOf = (text: string | readonly number[]): readonly Token[] => [...(typeof text === 'string' ? Buffer.from(text) : text)].map((byte) => byte as Token);
const bytes = { detokenize: (tokens: readonly Token[]) => Buffer.from(tokens).toString('utf8') };

describe('text assembler', () => {
  it('holds back a character until all of its bytes have come', () => {
    const assembler = createTextAssembler(bytes);
    const shown = tokensOf('é😀!').map((token) => assembler.push(token));
    expect(shown).toEqual(['', 'é', '', '', '', '😀', '!']);
    expect(assembler.pieces.map((piece) => piece.text)).toEqual(['é', '😀', '!']);
    expect(assembler.pieces.flatMap((piece) => piece.tokens)).toEqual(tokensOf('é😀!'));
  });

  it('shows what a token would add without adding it', () => {
    const assembler = createTextAssembler(bytes);
    const [first, second] = tokensOf('é');
    if (first === undefined || second === undefined) throw new Error('é has two bytes');
    assembler.push(first);
    expect(assembler.peek(second)).toBe('é');
    expect(assembler.push(second)).toBe('é');
  });

  it('does not wait for ever for a model that writes broken bytes', () => {
    const assembler = createTextAssembler(bytes);
    const shown = tokensOf(Array.from({ length: 9 }, () => 0xff)).map((token) => assembler.push(token)).join('');
    expect(shown).toBe('\uFFFD'.repeat(8));
    expect(assembler.flush()).toBe('\uFFFD');
    expect(assembler.flush()).toBe('');
  });

  it('spells control tokens only where they mark thoughts', () => {
    const spellings: Readonly<Record<number, string>> = { 1: '<|channel>', 2: '<channel|>', 3: '<|im_end|>' };
    const model = { detokenize: (tokens: readonly Token[], special = false) => tokens.map((token) => spellings[token] === undefined ? String.fromCharCode(token) : special ? spellings[token] : '').join('') };
    const assembler = createTextAssembler(model);
    expect(tokensOf([1, 3, 65, 2]).map((token) => [assembler.peek(token), assembler.push(token)])).toEqual([['<|channel>', '<|channel>'], ['', ''], ['A', 'A'], ['<channel|>', '<channel|>']]);
  });
});
