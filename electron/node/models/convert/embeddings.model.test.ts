import { afterAll, beforeAll, expect, test } from 'vitest';
import { openEmbedder } from '../../hera/openEmbedder.ts';
import type { OpenedEmbedder } from '../../hera/heraSource.ts';
import reference from './testing/reference.json' with { type: 'json' };
import sentences from './testing/sentences.json' with { type: 'json' };

let opened: OpenedEmbedder;
beforeAll(async () => { opened = await openEmbedder({ note: () => undefined }, new AbortController().signal); });
afterAll(() => opened.close());

test('our GGUF gives the vectors of the original: cosine at least 0.999 on 100 sentences', async () => {
  expect([opened.why, sentences.length]).toEqual(['', 100]);
  for (const [i, sentence] of sentences.entries()) {
    const vector = await opened.embedder?.embed(sentence) ?? new Float32Array();
    const theirs = new Int8Array(Buffer.from(reference[i] ?? '', 'base64'));
    const length = Math.hypot(...theirs);
    const cosine = vector.reduce((sum, value, k) => sum + (value * (theirs[k] ?? 0)) / length, 0);
    expect(cosine, sentence).toBeGreaterThanOrEqual(0.999);
    expect(Math.hypot(...vector)).toBeCloseTo(1, 4);
  }
});
