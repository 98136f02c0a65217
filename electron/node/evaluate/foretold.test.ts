import { expect, it } from 'vitest';
import type { ExamChain } from '../../../shared/exam/chain.ts';
import { foretoldOf } from './foretold.ts';
import type { Points } from './pairedRows.ts';

const span = { value: 0.4, low: 0.3, high: 0.5 };
const point = (policy: string, dial: number | null): Points[number] => ({
  policy, dial, dataset: 'd', n: 1, right: 0, accuracy: span, share: span, steps: 1, expertSteps: 0, usdPerQuestion: null, flopsPerQuestion: null, secondsPerQuestion: null, controllerShare: null, perProblem: [],
});
/** Wrong steps are the unsure ones. */
const chain = (i: number): ExamChain => ({
  problem: String(i), data: 'gsm8k', question: 'q', round: 1, p: null, branches: [], rightUnaided: i % 2 === 0, right: true,
  steps: [0, 1].map((position) => {
    const wrong = i % 2 === 1 && position === 1 ? 1 : 0;
    return { position, candidate: { text: 'x', reason: 'step', tokens: [], tools: [] }, values: { meanLogProb: wrong === 1 ? -2 - i / 100 : -0.1 - i / 100, position }, wrong, reason: 'goldValue', pWrong: null, correction: null };
  }),
});

it('each dial of AdaSwitch stands beside what the exam foretold for that very p', () => {
  const chains = Array.from({ length: 40 }, (_, i) => chain(i));
  const rows = foretoldOf([point('localOnly', null), point('adaswitch', 0.5), point('adaswitch', 0.1), point('adaswitch', 0.123), point('random', 0.5)], 'd', chains, { seed: 1, draws: 20, profile: 'zeroShot' });
  expect(rows.map(({ p }) => p)).toEqual([0.1, 0.5]);
  expect(rows[1]).toMatchObject({ dataset: 'd', measured: { accuracy: span } });
  for (const { foretold: { share, accuracy } } of rows) for (const one of [share, accuracy]) expect(one.value).toBeGreaterThanOrEqual(0);
  expect(rows[1]?.foretold.share.value).toBeGreaterThan(0.1);
  expect(foretoldOf([point('adaswitch', 0.5)], 'd', [], { seed: 1, draws: 20, profile: 'zeroShot' })).toEqual([]);
});
