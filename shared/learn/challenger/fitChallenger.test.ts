import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../switching/random.ts';
import { fitChallenger } from './fitChallenger.ts';
import { linearHeadKind, refitFor, type LinearHead } from './linearHead.ts';
import { drawSteps, headOn, leastLoss, lossIn, type Domain } from './testing/domain.ts';

const home: Domain = { bias: -1.2, weights: { a: 1.2, b: -0.8, c: 0.5, d: 0, e: 0.3, f: 0 } };
const elsewhere: Domain = { bias: 0, weights: { a: 0.4, b: 0.6, c: 0.5, d: 0.9, e: 0.3, f: 0 }, shift: { a: 0.5 } };
const challenge = (champion: LinearHead, rows: ReturnType<typeof drawSteps>, seed: number) =>
  fitChallenger({ champion, rows, random: seededRandom(seed), ...linearHeadKind(refitFor(rows)) });

describe('a challenger', () => {
  it('wins back what a shift of domain cost, with 200 labels nearly all of it', async () => {
    const champion = headOn(home, 2000, 1);
    const cost = lossIn(elsewhere, champion) - leastLoss(elsewhere);
    expect(cost).toBeGreaterThan(0.2);
    for (const seed of [1, 2, 3]) {
      const verdict = await challenge(champion, drawSteps(elsewhere, 200, 40 + seed), seed);
      expect(verdict.isPromoted).toBe(true);
      expect(verdict.lossAfter).toBeLessThan(verdict.lossBefore - verdict.standardError);
      expect((lossIn(elsewhere, champion) - lossIn(elsewhere, verdict.challenger)) / cost).toBeGreaterThan(0.8);
    }
  });

  it.each([100, 200])('is promoted on noise in at most 5 of 100 cases (%i labels)', async (labels) => {
    const champions = [11, 12, 13, 14].map((seed) => headOn(home, 2000, seed));
    let promoted = 0;
    for (let i = 0; i < 100; i += 1) {
      const champion = champions[i % champions.length];
      if (champion && (await challenge(champion, drawSteps(home, labels, 3000 + i), i)).isPromoted) promoted += 1;
    }
    expect(promoted).toBeLessThanOrEqual(5);
  }, 60_000);

  it('moves only level and slope on few labels: the weights stay, the loss falls', async () => {
    const louder: Domain = { ...home, bias: 1.5 };
    const champion = headOn(home, 2000, 1);
    const rows = drawSteps(louder, 80, 5);
    expect(refitFor(rows)).toBe('levelAndSlope');
    const { challenger, isPromoted } = await challenge(champion, rows, 1);
    expect(isPromoted).toBe(true);
    expect(challenger.model).toEqual(champion.model);
    expect(lossIn(louder, challenger)).toBeLessThan(lossIn(louder, champion) - 0.1);
  });

  it('changes nothing where all labels are equal, or there are hardly any problems', async () => {
    const champion = headOn(home, 2000, 1);
    const right = drawSteps(home, 300, 5).map((row) => ({ ...row, wrong: 0 as const }));
    expect(await challenge(champion, right, 1)).toMatchObject({ isPromoted: false, challenger: champion });
    const oneChat = drawSteps(elsewhere, 300, 5).map((row) => ({ ...row, problem: 'one' }));
    expect((await challenge(champion, oneChat, 1)).isPromoted).toBe(false);
    expect((await challenge(champion, [], 1)).isPromoted).toBe(false);
  });
});
