import { describe, expect, it } from 'vitest';
import type { CompletionPart, CompletionRequest } from '../api.ts';
import { letterModel, recite, type LetterModel } from '../testing/letterModel.ts';
import { complete } from './complete.ts';

const never = new AbortController().signal;
const asked: CompletionRequest = { system: '', turns: [{ role: 'user', text: '?' }], prefix: '', stopSequences: [], maxTokens: 100, temperature: 0, seed: 1 };

async function run({ brain }: LetterModel, request: Partial<CompletionRequest> = {}): Promise<readonly CompletionPart[]> {
  const parts: CompletionPart[] = [];
  await complete(brain, { ...asked, ...request }, never, (part) => parts.push(part));
  return parts;
}

describe('completion', () => {
  it('writes until the model ends its turn', async () => {
    const parts = await run(letterModel(recite('Hi.')));
    expect(parts).toEqual([
      { type: 'delta', text: 'H' }, { type: 'delta', text: 'i' }, { type: 'delta', text: '.' },
      { type: 'finish', reason: 'end', stopSequence: null, text: 'Hi.', usage: { inputTokens: 1, freshInputTokens: 1, cacheReadTokens: 0, cacheWriteTokens: 0, outputTokens: 3 } },
    ]);
  });

  it('ends at a stop sequence and never shows a part of it', async () => {
    const parts = await run(letterModel(recite('one\nStep 2: two')), { stopSequences: ['\nStep'] });
    expect(parts.at(-1)).toMatchObject({ reason: 'stopSequence', stopSequence: '\nStep', text: 'one' });
    expect(parts.map((part) => part.type === 'delta' ? part.text : '').join('')).toBe('one');
  });

  it('shows what was held back when nothing came of it', async () => {
    expect((await run(letterModel(recite('one\nSt')), { stopSequences: ['\nStep'] })).at(-1)).toMatchObject({ reason: 'end', text: 'one\nSt' });
  });

  it('ends at its limit', async () => {
    expect((await run(letterModel(recite('endless')), { maxTokens: 3 })).at(-1)).toMatchObject({ reason: 'length', text: 'end' });
  });
});
