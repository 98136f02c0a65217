import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { readAnswers } from './answersFile.ts';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tandem-answers-'));
const answer = (problem: string, policy: string) => ({
  policy, dial: null, problem, right: 1, steps: 1, expertSteps: 0, scoringMs: 0, flops: null, usd: null, modelMs: 1, expertCalls: 0, localTokens: 1, expertTokens: 0,
  view: { question: 'Überall 3 * 4?', local: null, expert: null, answer: '12', steps: [] },
});
afterEach(() => { vi.restoreAllMocks(); });

it('reads answers line by line: a long evaluation has more of them than one text can hold', () => {
  const file = path.join(folder, 'answers.jsonl');
  fs.writeFileSync(file, [answer('a', 'localOnly'), answer('a', 'expertOnly'), answer('b', 'localOnly')].map((one) => `${JSON.stringify(one)}\n`).join(''));
  vi.spyOn(fs, 'readFileSync').mockImplementation(() => { throw new RangeError('Cannot create a string longer than 0x1fffffe8 characters'); });
  expect(readAnswers(file).map(({ problem, policy, view }) => [problem, policy, view.question])).toEqual([['a', 'localOnly', 'Überall 3 * 4?'], ['a', 'expertOnly', 'Überall 3 * 4?']]);
});

it('says which folder has no answers', () => {
  expect(() => readAnswers(path.join(folder, 'none', 'answers.jsonl'))).toThrow(/There is no answers\.jsonl in .*none\. .*"evaluate"/);
});
