import { describe, expect, it } from 'vitest';
import { requestFeatureIds } from '../../hera/parts/requestClassifier.ts';
import { linearHeadSchema } from '../../switching/gate/head.ts';
import { seededRandom } from '../../switching/random.ts';
import { beginLearning, continualRefit, goBack, historyLength, type Learned } from './continualRefit.ts';
import { linearHeadKind, refitFor, type LinearHead } from './linearHead.ts';
import { ordinalHeadsKind, type OrdinalRow } from './ordinalHeads.ts';
import { chance, drawSteps, headOn, leastLoss, lossIn, type Domain } from './testing/domain.ts';

// HERA's request classifier: what it sees of a request, and whether both models answer it alike.
const [nearAlike, nearest, words, numbers, sentences] = requestFeatureIds;
const profiled: Domain = { bias: 0.4, weights: { [nearAlike]: 1.6, [nearest]: 0.6, [words]: -0.7, [numbers]: -0.3, [sentences]: 0 } };
const shifted: Domain = { bias: -0.9, weights: { [nearAlike]: 0.3, [nearest]: 0.2, [words]: 0.6, [numbers]: -1.2, [sentences]: 0.4 }, shift: { [numbers]: 0.6 } };

const asRequests = (domain: Domain, n: number, seed: number) => drawSteps(domain, n, seed).map((row, i) => ({ ...row, problem: `request ${seed}-${i}` }));
const step = (learned: Learned<LinearHead>, rows: ReturnType<typeof drawSteps>, seed: number) =>
  continualRefit(learned, rows, linearHeadKind(refitFor(rows.slice(learned.fittedAt))), { date: '2026-11-23', random: seededRandom(seed) });

describe('continual refits of HERA’s heads', () => {
  it('wait for N requests, follow a shift of domain, keep the history, and one step leads back', async () => {
    const profile = headOn(profiled, 2000, 1);
    const stream = [...asRequests(profiled, 200, 21), ...asRequests(shifted, 400, 22)];
    let learned = beginLearning(profile);
    expect((await step(learned, stream.slice(0, 199), 1)).verdict).toBeNull();
    learned = (await step(learned, stream.slice(0, 200), 1)).learned;
    expect(learned).toMatchObject({ champion: profile, history: [], fittedAt: 0, triedAt: 200 });
    learned = (await step(learned, stream.slice(0, 400), 2)).learned;
    expect(learned.history).toMatchObject([{ head: profile, challenge: { rows: 400 } }]);
    learned = (await step(learned, stream, 3)).learned;

    const cost = lossIn(shifted, profile) - leastLoss(shifted);
    expect((lossIn(shifted, profile) - lossIn(shifted, learned.champion)) / cost).toBeGreaterThan(0.8);
    expect(linearHeadSchema.parse(JSON.parse(JSON.stringify(learned.champion)))).toEqual(learned.champion);

    const back = goBack(learned, '2026-11-24');
    expect(back.champion).toBe(learned.history[0]?.head);
    expect(goBack(back, '2026-11-24').champion).toBe(learned.champion);
    expect(goBack(beginLearning(profile), '2026-11-24').champion).toBe(profile);
  });

  it('are promoted on noise in at most 5 of 100 cases', async () => {
    const profile = headOn(profiled, 2000, 1);
    let promoted = 0;
    for (let i = 0; i < 100; i += 1) {
      const { learned } = await step(beginLearning(profile), asRequests(profiled, 200, 600 + i), i);
      promoted += learned.history.length;
    }
    expect(promoted).toBeLessThanOrEqual(5);
  }, 60_000);

  it('keep no more than a few former heads', async () => {
    let learned = beginLearning(headOn(profiled, 500, 1));
    let rows: ReturnType<typeof drawSteps> = [];
    for (let turn = 0; turn < historyLength + 2; turn += 1) {
      rows = [...rows, ...asRequests(turn % 2 === 0 ? shifted : profiled, 200, 70 + turn)];
      learned = (await step(learned, rows, turn)).learned;
    }
    expect(learned.history).toHaveLength(historyLength);
  });

  it('hold for the ordered heads of the distance predictor as well', async () => {
    const levels = (domain: Domain, n: number, seed: number): OrdinalRow[] => {
      const random = seededRandom(seed);
      return asRequests(domain, n, seed).map(({ values, problem }) => ({ values, problem, level: random() < chance(domain, values) ? 0 : random() < 0.5 ? 1 : 2 }));
    };
    const heads = [headOn(profiled, 2000, 1), headOn({ ...profiled, bias: 1.6 }, 2000, 2)];
    const go = (rows: readonly OrdinalRow[]) => continualRefit(beginLearning(heads), rows, ordinalHeadsKind(), { date: '2026-11-23', random: seededRandom(5) });
    const { verdict, learned } = await go(levels(shifted, 300, 31));
    expect(verdict?.isPromoted).toBe(true);
    expect(learned.champion).toHaveLength(2);
    expect(verdict?.lossAfter).toBeLessThan((verdict?.lossBefore ?? 0) - 0.1);
  });
});
