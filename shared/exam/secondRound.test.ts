import { expect, it } from 'vitest';
import { seededRandom } from '../switching/random.ts';
import type { ExamChain } from './chain.ts';
import { secondRound, secondRoundWords } from './secondRound.ts';

/** A second round whose gate says `said` where the truth is `p`. */
function chains(problems: number, said: (p: number) => number, round: 1 | 2 = 2): ExamChain[] {
  const random = seededRandom(5);
  return Array.from({ length: problems }, (_, i): ExamChain => ({
    problem: `p${i}`, data: 'test', question: 'q', round, p: 0.5, branches: [], rightUnaided: false, right: false,
    steps: Array.from({ length: 4 }, (__, position) => {
      const p = random();
      const wrong = random() < p ? 1 as const : 0 as const;
      return { position, candidate: { text: 'x', reason: 'step' as const, tokens: [], tools: [] }, values: {}, wrong: position === 3 ? null : wrong, reason: 'goldValue' as const, pWrong: said(p), correction: null };
    }),
  }));
}

it('measures the gate that ran, on the second round alone', () => {
  const honest = secondRound([...chains(200, (p) => p), ...chains(50, () => 0.9, 1)], seededRandom(1), 200);
  expect(honest).toMatchObject({ problems: 200, steps: 600, unjudged: 200 });
  expect(honest?.auroc?.value).toBeGreaterThan(0.75);
  expect(Math.abs(honest?.debiasedEce.value ?? 1)).toBeLessThan(0.03);
  expect(honest?.debiasedEce.low).toBeLessThan(0);
  const off = secondRound(chains(200, (p) => p / 3), seededRandom(1), 200);
  expect(off?.debiasedEce.low).toBeGreaterThan(0.1);
  expect(off && secondRoundWords(off)).toMatch(/200 problems, 600 steps judged, 200 behind a missed error or untold\): AUROC 0\.\d{3} .* off by \d\d\.\d points/);
});

it('is null without a second round, and invents no order where all steps are of one kind', () => {
  expect(secondRound(chains(5, (p) => p, 1), seededRandom(1), 50)).toBeNull();
  const right = chains(10, (p) => p).map((chain) => ({ ...chain, steps: chain.steps.map((step) => ({ ...step, wrong: 0 as const })) }));
  const found = secondRound(right, seededRandom(1), 50);
  expect(found?.auroc).toBeNull();
  expect(found && secondRoundWords(found)).toContain('all of one kind');
});
