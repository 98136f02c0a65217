import { describe, expect, it } from 'vitest';
import { maxExampleBytes, readExamples } from './readExamples.ts';

const file = (name: string, content: string | Uint8Array<ArrayBuffer>) => new File([content], name);

describe('a file of examples', () => {
  it('is read as text, with its name', async () => {
    expect(await readExamples(file('mine.CSV', 'question,answer\nWie viel? ½,2\n'))).toEqual({ ok: true, name: 'mine.CSV', text: 'question,answer\nWie viel? ½,2\n', words: 'mine.CSV, 1 kB' });
  });
  it('is refused with a sentence that names it', async () => {
    const refused = async (one: Parameters<typeof readExamples>[0]) => {
      const read = await readExamples(one);
      expect(read.ok).toBe(false);
      return read.words;
    };
    expect(await refused(file('mine.xlsx', 'x'))).toContain('mine.xlsx was not read: examples come as .jsonl or .csv');
    expect(await refused(file('mine.csv', ''))).toContain('it is empty');
    expect(await refused(file('mine.csv', ' \n'))).toContain('it is empty');
    expect(await refused(file('mine.csv', new Uint8Array([0x71, 0xe4, 0x2c])))).toContain('not UTF-8');
    expect(await refused({ name: 'mine.jsonl', size: maxExampleBytes + 500_000, arrayBuffer: () => Promise.reject(new Error('must not be read')) })).toContain('it has 21 MB, and at most 20 MB');
    expect(await refused({ name: 'gone.jsonl', size: 5, arrayBuffer: () => Promise.reject(new DOMException('gone', 'NotFoundError')) })).toContain('could not be opened');
  });
});
