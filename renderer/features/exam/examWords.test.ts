import { describe, expect, it } from 'vitest';
import type { ExamProgress, GateInfo } from '../../../shared/contract/gate.ts';
import { limitsOf } from './examLength.ts';
import { aurocWords, cautionWords, damagesWords, eceWords, expertAloneWords, measuredOnWords, progressShare, progressWords, remainingWords, repairsWords, rescuesWords, skillWords, unaidedWords, withInterval } from './examWords.ts';

const progress: ExamProgress = { source: 'built-in problems', problems: 12, plannedProblems: null, steps: 46, wrong: 19, rightUnaided: 4, auroc: null, elapsedMs: 36_000, remainingMs: 24_000 };

describe('progress', () => {
  it('is said with what is planned, if anything is', () => {
    expect(progressWords(progress)).toBe('12 problems, 46 steps examined, 19 of them wrong');
    expect(progressWords({ ...progress, problems: 1, plannedProblems: 50, steps: 1 })).toBe('1 of 50 problems, 1 step examined, 19 of them wrong');
  });
  it('goes by problems where they are counted, else by time, else is unknown', () => {
    expect(progressShare(progress)).toBe(0.6);
    expect(progressShare({ ...progress, plannedProblems: 48 })).toBe(0.25);
    expect(progressShare({ ...progress, plannedProblems: 0 })).toBe(0.6);
    expect(progressShare({ ...progress, remainingMs: null })).toBeNull();
    expect(progressShare({ ...progress, elapsedMs: 0, remainingMs: 0 })).toBeNull();
  });
  it('says how wide a small sample is, and nothing of none', () => {
    expect(unaidedWords(progress)).toBe('4 of 12 right by itself: 33 % (14 to 61 %)');
    expect(unaidedWords({ ...progress, problems: 0, rightUnaided: 0 })).toBeNull();
  });
  it('rounds the time left as a person would', () => {
    expect([null, 23_100, 99_000, 270_000, 8 * 3_600_000, -5].map(remainingWords)).toEqual([
      'the time left is not known yet', 'about 24 s left', 'about 99 s left', 'about 5 min left', 'about 8 hours left', 'about 0 s left',
    ]);
  });
});

describe('what is known of a gate', () => {
  it('names data, examiner, date and size, and leaves out what is empty', () => {
    const gate = { data: 'GSM8K', examiner: 'gold steps', date: '2026-11-23', problems: 60, steps: 214, wrong: 88 } as GateInfo;
    expect(measuredOnWords(gate)).toBe('GSM8K · examined by gold steps · 2026-11-23 · 60 problems, 214 steps, 88 of them wrong');
    expect(measuredOnWords({ ...gate, examiner: '', date: '' })).toBe('GSM8K · 60 problems, 214 steps, 88 of them wrong');
  });
  it('warns of few steps and of none or only wrong ones', () => {
    expect(cautionWords({ steps: 214, wrong: 88 })).toBeNull();
    expect(cautionWords({ steps: 46, wrong: 19 })).toContain('46 steps are few');
    expect(cautionWords({ steps: 500, wrong: 0 })).toContain('No step was wrong');
    expect(cautionWords({ steps: 30, wrong: 30 })).toContain('Every step was wrong');
  });
  it('explains each figure, also a bad one', () => {
    expect(withInterval({ value: 0.784, low: 0.7, high: 0.855 })).toBe('0.78 (0.70 to 0.85)');
    expect(aurocWords({ value: 0.78, low: 0.7, high: 0.85 })).toBe('Of a wrong and a right step, the wrong one is doubted more in 78 of 100 cases; guessing would be 50.');
    expect(aurocWords({ value: 0.55, low: 0.45, high: 0.65 })).toContain('no better than guessing');
    expect(eceWords(0.034)).toContain('off by 3 points');
    expect(eceWords(-0.01)).toContain('no more than chance');
    expect(skillWords(0.31)).toContain('31 % smaller');
    expect(skillWords(-0.1)).toContain('No better');
  });
  it('says repairs and damages with their tries, or that none was made', () => {
    expect(repairsWords({ value: 0.62, low: 0.54, high: 0.7, n: 140 })).toBe('Asked at a wrong step, the expert wrote a right one in 62 % of 140 tries (54 to 70 %).');
    expect(damagesWords({ value: 0, low: 0, high: 0.79, n: 1 })).toContain('0 % of 1 try (0 to 79 %)');
    expect(repairsWords(null)).toContain('not tried');
    expect(rescuesWords({ value: 0.15, low: 0.08, high: 0.26, n: 55 })).toBe('Where an answer would have gone wrong, asking for that one step made it right in 15 % of 55 tries (8 to 26 %).');
    expect(expertAloneWords({ value: 0.55, low: 0.45, high: 0.65, n: 1 })).toBe('Asked for the whole answer, the expert was right on 55 % of 1 problem (45 to 65 %).');
    expect([rescuesWords(null), rescuesWords(undefined), expertAloneWords({ value: 0, low: 0, high: 1, n: 0 })]).toEqual([null, null, null]);
    expect(damagesWords({ value: 0, low: 0, high: 1, n: 0 })).toContain('not tried');
  });
});

describe('how long it may take', () => {
  it('is a time, a number, or until all are done', () => {
    expect(limitsOf('minute', '')).toEqual({ seconds: 60, problems: null });
    expect(limitsOf('twenty', '7')).toEqual({ seconds: 1_200, problems: null });
    expect(limitsOf('count', '7')).toEqual({ seconds: null, problems: 7 });
    expect(limitsOf('all', '')).toEqual({ seconds: null, problems: null });
    expect(['', '0', '1.5', '-3', 'x', '100001'].map((count) => limitsOf('count', count))).toEqual([null, null, null, null, null, null]);
  });
});
