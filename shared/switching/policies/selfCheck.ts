import { judgeQuestions } from '../features/judge.ts';
import type { ScorePart, SwitchPolicy } from '../policy.ts';

/** The baseline that asks the local model itself: one minus P(Yes) to "is this step correct?" (Kadavath et al. 2022, arXiv 2207.05221). */
export const selfCheck: SwitchPolicy = {
  id: 'selfCheck',
  afterCandidate: async (_context, _candidate, probe) => {
    const at = probe?.now() ?? 0;
    const [answer] = (await probe?.judge([judgeQuestions[0]])) ?? [];
    const costMs = Math.max(0, (probe?.now() ?? 0) - at);
    const part = (words: string, value: number): ScorePart => ({ id: 'selfCheck', words, value, weight: 1 });
    const score = { meaning: 'doubt', calibrated: false, costMs } as const;
    if (answer === undefined) return { ...score, value: 0.5, parts: [part('this model cannot be asked about its own step', 0)] };
    // Where hardly any of its mind is on yes or no, the ratio of the two says nothing.
    if (answer.covered < 0.05) return { ...score, value: 0.5, parts: [part('asked whether the step is correct, it says neither yes nor no', answer.covered)] };
    return { ...score, value: Math.min(1, Math.max(0, 1 - answer.yes)), parts: [part(`asked whether the step is correct, it says yes with ${answer.yes.toFixed(2)}`, answer.yes)] };
  },
};
