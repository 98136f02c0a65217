import type { LearningInfo } from '../../shared/contract/learning.ts';

export const noLearning: LearningInfo = { labels: 0, untilRefit: null, isFitting: false, words: '', drift: null, driftWords: '', lastTry: null, present: null, history: [] };

/** Marks that say that a refitted head does not hold any more. */
export const drifting: LearningInfo = {
  labels: 160, untilRefit: 40, isFitting: false,
  words: '160 steps were marked since this head was fitted; after 40 more a challenger is fitted, and takes over only if it is clearly better.',
  drift: { isDrifting: true, n: 160, value: 0.12, low: 0.06, high: 0.18 },
  driftWords: 'Lately 30 % means 45 % (40 steps): fit anew. The percentages are off by 12 points (6 to 18) on average over the last 160 marked steps, beyond chance.',
  lastTry: { at: 1_764_000_000_000, isPromoted: true, words: 'A new head, fitted to 200 marked steps from 61 chats, took the former one’s place.' },
  present: { date: '2026-11-22T10:00:00.000Z', words: 'fitted to 200 marked steps from 61 chats', labels: 200, lossBefore: 0.693, lossAfter: 0.551 },
  history: [
    { index: 0, date: '2026-11-12T10:00:00.000Z', words: 'built-in problems: 55 problems, 212 steps', labels: 212, lossBefore: null, lossAfter: null },
    { index: 1, date: '2026-11-01T10:00:00.000Z', words: 'GSM8K, training rows: 300 problems, 1140 steps', labels: 1140, lossBefore: null, lossAfter: null },
  ],
};
