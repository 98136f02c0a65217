import type { CurvePoint, ExamProgress, ExamState, GateInfo } from '../../shared/contract/gate.ts';

/** No head at all: doubts are uncalibrated. */
export const noGate: GateInfo = {
  basis: 'none', isCalibrated: false, words: 'Uncalibrated: no exam was taken with this model.', data: '', examiner: '', date: '', problems: 0, steps: 0, wrong: 0,
  auroc: null, debiasedEce: null, brierSkill: null, reliability: [], curve: [], repairs: null, damages: null, recommended: null, hasFormer: false,
};

/** A curve such as an exam of sixty problems gives: from 33 % alone to 66 % with the expert at every step. */
const curve: readonly CurvePoint[] = Array.from({ length: 21 }, (_, i): CurvePoint => {
  const p = i / 20;
  const share = (1 - p) ** 3;
  const accuracy = 0.33 + 0.33 * (1 - (1 - share) ** 3.2);
  return {
    p, share: { value: share, low: Math.max(0, share - 0.05), high: Math.min(1, share + 0.05) },
    accuracy: { value: accuracy, low: accuracy - 0.07, high: accuracy + 0.07 }, usdPerQuestion: share * 0.002,
  };
});

export const shippedGate: GateInfo = {
  ...noGate,
  basis: 'shipped', isCalibrated: true, words: 'Estimated from the shipped head, measured on GSM8K (training rows).', data: 'GSM8K, training rows', examiner: 'gold intermediate values', date: '2026-11-20',
  problems: 300, steps: 1_140, wrong: 402, auroc: { value: 0.83, low: 0.8, high: 0.86 }, debiasedEce: 0.021, brierSkill: 0.31, curve,
  reliability: [[0.05, 0.04, 410], [0.15, 0.17, 180], [0.25, 0.22, 130], [0.35, 0.38, 96], [0.45, 0.44, 80], [0.55, 0.6, 72], [0.65, 0.61, 60], [0.75, 0.79, 52], [0.85, 0.82, 36], [0.95, 0.96, 24]].map(([said = 0, happened = 0, n = 0]) => {
    const half = 1.96 * Math.sqrt((happened * (1 - happened)) / n);
    return { from: said - 0.05, to: said + 0.05, n, said, happened, low: Math.max(0, happened - half), high: Math.min(1, happened + half) };
  }),
  usdPerStep: 0.0005,
  repairs: { value: 0.62, low: 0.54, high: 0.7, n: 140 }, damages: { value: 0.05, low: 0.01, high: 0.14, n: 58 },
  recommended: { p: 0.35, words: 'Below 0.35 each further right answer costs more than five times as much as above it.' },
};

export const gateOfExam: GateInfo = {
  ...shippedGate,
  basis: 'exam', words: 'From your exam of 23 November 2026: 60 built-in problems.', data: 'built-in problems', examiner: 'gold steps', date: '2026-11-23', problems: 60, steps: 214, wrong: 88,
  auroc: { value: 0.78, low: 0.71, high: 0.84 }, hasFormer: true,
};

/** An exam that found too few mistakes: its head only orders steps by doubt. */
export const gateOfShortExam: GateInfo = {
  ...gateOfExam, isCalibrated: false, words: 'Uncalibrated: your exam of 2026-11-23 found 3 wrong and 40 right steps, too few to make the doubts probabilities.', problems: 12, steps: 43, wrong: 3,
};

const progress: ExamProgress = {
  source: 'built-in problems', problems: 12, plannedProblems: null, steps: 46, wrong: 19, rightUnaided: 4,
  auroc: { value: 0.78, low: 0.63, high: 0.9 }, elapsedMs: 36_000, remainingMs: 24_000,
};
export const examAtStart = (source: string): ExamState => ({
  state: 'running', progress: { ...progress, source, problems: 0, steps: 0, wrong: 0, rightUnaided: 0, auroc: null, elapsedMs: 0, remainingMs: null },
});
export const examRunning: ExamState = { state: 'running', progress };
export const examPaused: Extract<ExamState, { state: 'paused' }> = { state: 'paused', progress, words: 'Stopped. 12 problems are kept; continue whenever you like.' };
export const examFinished: ExamState = {
  state: 'finished', progress: { ...progress, problems: 60, steps: 214, wrong: 88, rightUnaided: 20, auroc: gateOfExam.auroc, elapsedMs: 300_000, remainingMs: 0 },
  words: '60 problems, 214 steps, 88 of them wrong. The gate was fitted on them and is in use.',
};
export const examFailed: ExamState = { state: 'failed', error: { kind: 'badInput', message: 'Line 7 of homework.csv has no answer. Nothing was examined; correct the file and choose it again.' } };
