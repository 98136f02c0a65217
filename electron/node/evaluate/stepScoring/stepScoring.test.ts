import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { GivenStep, LocalModel, StepRequest } from '../../../../shared/agent/model.ts';
import { TandemError } from '../../../../shared/errors.ts';
import { scriptedLocalCard } from '../../../../shared/testing/scriptedModel.ts';
import { goldsOf, readRows, type GivenRow, type ScoredRow } from './givenRow.ts';
import { goldErrors } from './goldErrors.ts';
import { scoreRows } from './scoreRows.ts';
import { bestThreshold, firstAbove, labelledSteps, stepFigures } from './stepFigures.ts';
import { stepTable } from './stepReport.ts';

const never = new AbortController().signal;
let folder = '';
beforeEach(() => { folder = fs.mkdtempSync(path.join(os.tmpdir(), 'steps-')); });
afterEach(() => { fs.rmSync(folder, { recursive: true }); });

const row = (id: string, steps: readonly string[], firstWrong: number): GivenRow =>
  ({ kind: 'stepLabels', dataset: 'processBench', id, question: `Question ${id}?`, documents: [], steps, firstWrong, answerRight: firstWrong < 0 });

/** Doubts every step that holds the word "bad". */
function doubter(asked: string[] = []): Pick<LocalModel, 'card' | 'scoreSteps'> {
  return {
    card: scriptedLocalCard,
    scoreSteps: (request: StepRequest, texts): Promise<readonly GivenStep[]> => {
      asked.push(request.question);
      if (request.question.includes('long')) return Promise.reject(new TandemError('contextTooSmall', 'Too long.'));
      return Promise.resolve(texts.map((text) => ({
        tokens: [{ text, logProb: text.includes('bad') ? -2 : -0.1, entropy: 1, margin: 0.5, isNumber: false, injected: false }], tools: [], evaluated: 3,
      })));
    },
  };
}
const score = (rows: readonly GivenRow[], asked: string[] = []) =>
  scoreRows(rows, { model: doubter(asked), profile: 'zeroShot', file: path.join(folder, 'rows.jsonl'), atOnce: 2, onRow: () => undefined }, never);
const rows = [row('a', ['good', 'bad', 'bad again'], 1), row('b', ['good', 'fine'], -1), row('c', ['fine', 'bad'], 1), row('d', ['good'], -1)];
const byMean = { name: 'mean', score: (values: Readonly<Record<string, number | null>>) => -(values['meanLogProb'] ?? 0) };

describe('scoring given steps', () => {
  it('keeps a line a row, without a word of it, and scores none twice', async () => {
    const asked: string[] = [];
    const first = await score(rows.slice(0, 3), asked);
    fs.appendFileSync(path.join(folder, 'rows.jsonl'), '{"key":"cut off');
    const second = await score(rows, asked);
    expect(asked).toHaveLength(4);
    expect(second.slice(0, 3)).toEqual(first);
    expect(second.map((one) => one.id)).toEqual(['a', 'b', 'c', 'd']);
    expect(fs.readFileSync(path.join(folder, 'rows.jsonl'), 'utf8')).not.toMatch(/Question|good|bad/);
    expect(first[0]?.steps[1]?.values).toMatchObject({ meanLogProb: -2, position: 1 });
  });

  it('goes on after a row that is longer than the context, and says which', async () => {
    const scored = await score([row('long', ['x'], 0), ...rows]);
    expect(scored.map((one) => one.refused ?? 'scored')).toEqual(['longer than the context', 'scored', 'scored', 'scored', 'scored']);
  });
});

describe('figures of given steps', () => {
  it('counts steps up to and with the first wrong one', async () => {
    const steps = labelledSteps(await score(rows), byMean);
    expect(steps.map((step) => `${step.group}${step.y}`)).toEqual(['a0', 'a1', 'b0', 'b0', 'c0', 'c1', 'd0']);
  });

  it('is perfect for a perfect score, and a coin for a constant one', async () => {
    const scored = await score([...rows, ...rows.map((one) => ({ ...one, id: `${one.id}2` }))]);
    const perfect = stepFigures(scored, byMean, 1, 100);
    expect(perfect).toMatchObject({ auroc: { value: 1 }, aurocWithin: { value: 1 } });
    const constant = stepFigures(scored, { name: 'none', score: () => 0.5 }, 1, 100);
    expect(constant).toMatchObject({ auroc: { value: 0.5 }, f1: { value: 0 } });
  });

  it('names the first step above the threshold, and finds the best threshold', () => {
    expect([firstAbove([0.1, 0.6, 0.9], 0.5), firstAbove([0.1, 0.2], 0.5)]).toEqual([1, -1]);
    const threshold = bestThreshold([{ id: 'a', gold: 1, scores: [0.2, 0.8] }, { id: 'b', gold: -1, scores: [0.3, 0.4] }]);
    expect(threshold).toBeGreaterThanOrEqual(0.4);
    expect(threshold).toBeLessThan(0.8);
  });

  it('judges a row by a threshold that other rows chose', async () => {
    const scored: ScoredRow[] = (await score(rows)).map((one) => ({ ...one }));
    const { thresholds, f1 } = stepFigures(scored, byMean, 1, 50);
    expect(thresholds).toHaveLength(2);
    expect(f1.value).toBeGreaterThanOrEqual(0);
  });
});

describe('the gold examiner against people', () => {
  const line = JSON.stringify({ question: 'QUESTION a!', answer: 'It is 2+3=<<2+3=5>>5.\nThen 5*2=<<5*2=10>>10.\n#### 10' });
  it('matches questions, counts both kinds of error, and says how many it could match', async () => {
    fs.writeFileSync(path.join(folder, 'golds.jsonl'), `${line}\n`);
    const golds = await goldsOf([path.join(folder, 'golds.jsonl')]);
    const missed = goldErrors([row('a', ['2 + 3 = 5.', 'So 5 * 2 = 10.', 'The answer is 10.'], 1), row('b', ['x'], -1)], golds);
    expect(missed).toMatchObject({ matched: 1, rows: 2, missesWrong: { hits: 1, n: 1 }, blamesRight: { hits: 0, n: 1 }, chains: { erroneous: 0 } });
    const met = goldErrors([row('a', ['2 + 3 = 6.', 'So 6 * 2 = 12.', 'The answer is 12.'], 0)], golds);
    expect(met).toMatchObject({ missesWrong: { hits: 0, n: 1 }, chains: { erroneous: 1 } });
    const none = stepTable({ model: { name: 'm', sha256: null, profile: 'p', head: 'h' }, command: 'c', seed: 1, draws: 1, sets: [], goldExaminer: goldErrors([row('z', ['x'], -1)], golds) });
    expect(none).toContain('None of the 1 ProcessBench rows');
  });

  it('refuses files without judged steps', async () => {
    fs.writeFileSync(path.join(folder, 'golds.jsonl'), `${line}\n`);
    await expect(readRows([path.join(folder, 'golds.jsonl')], null, 1)).rejects.toMatchObject({ kind: 'badInput' });
  });
});
