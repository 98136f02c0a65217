import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ExamChain } from '../../../../shared/exam/chain.ts';
import { openExamFolder } from '../examFolder.ts';
import { mistakesIn } from './mistakesIn.ts';
import { createMistakeSource } from './mistakeSource.ts';

const chain = (question: string): ExamChain => ({
  problem: question, data: 'test', question, round: 1, p: null, branches: [], rightUnaided: false, right: true,
  steps: [
    { position: 0, candidate: { text: '2 + 3 = 5', reason: 'step', tokens: [], tools: [] }, values: {}, wrong: 1, reason: 'notOnTheWay', pWrong: null, correction: { by: 'gold', text: '2 * 3 = 6' } },
    { position: 1, candidate: { text: '6', reason: 'answer', tokens: [], tools: [] }, values: {}, wrong: 0, reason: 'goldValue', pWrong: null, correction: null },
  ],
});
const card = { sha256: 'a'.repeat(64) };
const opened = () => {
  const heads = fs.mkdtempSync(path.join(os.tmpdir(), 'tandem-mistakes-'));
  const exam = openExamFolder(path.join(heads, 'exam'));
  exam.begin({ version: 1, source: { kind: 'builtIn' }, seed: 1, seconds: null, problems: null, modelSha256: card.sha256, profile: 'zeroShot', modelName: 'A', elapsedMs: 0, isFinished: false });
  return { heads, exam, folder: path.join(heads, 'exam') };
};

describe('the mistakes of an exam', () => {
  it('are those of the examined model alone, and new ones count at once', async () => {
    const { heads, exam } = opened();
    const source = createMistakeSource(heads);
    expect(source.forModel(card)).toBeNull();
    exam.add(chain('How many pens?'));
    expect(source.forModel(card)?.size).toBe(1);
    expect(source.forModel({ sha256: 'b'.repeat(64) })).toBeNull();
    expect(source.forModel({})).toBeNull();
    exam.add(chain('How many apples and pens?'));
    expect(await source.forModel(card)?.nearest('How many apples has Ann?', 1)).toMatchObject([{ question: 'How many apples and pens?' }]);
  });
  it('are read for an evaluation, half a last line left out; a folder without any is refused in words', () => {
    const { exam, folder } = opened();
    expect(() => mistakesIn(folder)).toThrow(/no chains\.jsonl/);
    exam.add({ ...chain('x?'), right: false });
    expect(() => mistakesIn(folder)).toThrow(/no corrected mistake/);
    exam.add(chain('y?'));
    fs.appendFileSync(path.join(folder, 'chains.jsonl'), '{"problem": "z');
    expect(mistakesIn(folder).size).toBe(1);
  });
});
