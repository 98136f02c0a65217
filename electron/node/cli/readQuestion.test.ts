import { Readable } from 'node:stream';
import { expect, it } from 'vitest';
import { maxQuestionLength } from '../../../shared/contract/api.ts';
import { readQuestion } from './readQuestion.ts';

it('reads text whole, also where a character is cut between chunks', async () => {
  const bytes = Buffer.from('Wie groß?');
  expect(await readQuestion(Readable.from([bytes.subarray(0, 8), bytes.subarray(8)], { objectMode: false }))).toBe('Wie groß?');
});

it('stops reading what never ends', async () => {
  let chunks = 0;
  const endless = Readable.from((function* () {
    for (;;) {
      chunks += 1;
      yield Buffer.alloc(65_536, 'x');
    }
  })(), { objectMode: false });
  expect((await readQuestion(endless)).length).toBeGreaterThan(maxQuestionLength);
  expect(chunks).toBeLessThan(100);
});
