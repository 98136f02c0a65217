import { expect, test } from 'vitest';
import { fitLogistic, sigmoid, type Labelled } from '../../learn/logistic.ts';
import type { LinearHead } from '../../learn/challenger/linearHead.ts';
import { drawSteps, headOn, leastLoss, lossIn, type Domain } from '../../learn/challenger/testing/domain.ts';
import { probabilityWrong, type ExaminedStep } from '../../switching/gate/fitHead.ts';
import { seededRandom } from '../../switching/random.ts';
import type { TokenStat } from '../../agent/model.ts';
import { likenessValues } from '../parts/subtaskSimilarity.ts';
import { sampleProfile } from '../testing/sampleProfile.ts';
import { heldTo, refitHera, type KeptState } from './refitHera.ts';

const profiled: Domain = { bias: 0.4, weights: { meanLogProb: 1.6, meanEntropy: 0.6, length: -0.7, position: -0.3, numberTokens: 0 } };
const shifted: Domain = { bias: -0.9, weights: { meanLogProb: 0.3, meanEntropy: 0.2, length: 0.6, position: -1.2, numberTokens: 0.4 }, shift: { position: 0.6 } };

test('after a shift of domain a refit wins back what the shift cost, and the profile changes in nothing else', async () => {
  const file = sampleProfile({ likeness: headOn(profiled, 2000, 1) });
  const [before, least] = [lossIn(shifted, headOn(profiled, 2000, 1)), leastLoss(shifted)];
  expect(before - least).toBeGreaterThan(0.2);
  for (const seed of [1, 2, 3]) {
    const found = await refitHera(file, drawSteps(shifted, 400, 20 + seed), seededRandom(seed));
    if (!found?.file.likeness) throw new Error('no head');
    expect(found.verdict.isPromoted).toBe(true);
    expect((before - lossIn(shifted, found.file.likeness)) / (before - least)).toBeGreaterThan(0.8);
    expect({ ...found.file, likeness: null }).toEqual({ ...file, likeness: null });
  }
});

test('without a head there is nothing to challenge, and hardly any chats challenge nothing', async () => {
  const rows = drawSteps(shifted, 400, 21);
  expect(await refitHera(sampleProfile({ likeness: null }), rows, seededRandom(1))).toBeNull();
  const file = sampleProfile({ likeness: headOn(profiled, 2000, 1) });
  const oneChat = rows.map((row) => ({ ...row, problem: 'one' }));
  const held = rows.flatMap((row) => [{ ...row, weight: 0.5, wrong: 0 as const }, { ...row, weight: 0.5, wrong: 1 as const }]);
  expect((await refitHera(file, oneChat, seededRandom(1), undefined, held))?.file).toBe(file);
});

// A selection as in use: the expert is asked where the head finds a step unlike, and only there it is seen what it writes.
const meanOf = (logProb: number): readonly TokenStat[] => [{ text: 'It', logProb, entropy: 0.5, margin: 0.5, isNumber: false, injected: false }];
const keptAt = (logProb: number, chat: string): KeptState => ({ chat, state: { question: 'How many?', steps: [], position: 0 }, candidate: { text: 'It', reason: 'step', tokens: meanOf(logProb), tools: [] } });
const valuesAt = (logProb: number) => { const { state, candidate } = keptAt(logProb, ''); return likenessValues(state, candidate); };
const once = (logProb: number) => sigmoid(3 * (logProb + 1.5));
/** What the profile found: the surer, the more like the expert. */
function oneFeatureHead(): LinearHead {
  const random = seededRandom(8);
  const rows = Array.from({ length: 3000 }, (): Labelled => { const x = -3 * random(); return { x: [x], y: random() < once(x) ? 1 : 0, weight: 1 }; });
  return { columns: [{ feature: 'meanLogProb', kind: 'value' }], model: fitLogistic(rows, 1e-3), calibration: { kind: 'platt', model: { bias: 0, weights: [1], mean: [0], scale: [1] } } };
}
/** Expected log-loss of the head where it keeps steps here, by what is so there. */
function lossBelow(head: LinearHead, isBelow: (logProb: number) => boolean): number {
  const grid = Array.from({ length: 300 }, (_, i) => -3 * ((i + 0.5) / 300)).filter(isBelow);
  return grid.reduce((sum, x) => { const p = probabilityWrong(head, valuesAt(x)); return sum - once(x) * Math.log(p) - (1 - once(x)) * Math.log(1 - p); }, 0) / grid.length;
}

/** Asks only where the head finds a step unlike; `above` is what is so there now. */
async function refitted(seed: number, above: (logProb: number) => number) {
  const head = oneFeatureHead();
  const file = sampleProfile({ likeness: head });
  const isBelow = (logProb: number) => probabilityWrong(head, valuesAt(logProb)) >= 0.5;
  const random = seededRandom(seed, 77);
  const asked: ExaminedStep[] = [];
  const kept: KeptState[] = [];
  for (let i = 0; asked.length < 300; i += 1) {
    const x = -3 * random();
    if (isBelow(x)) kept.push(keptAt(x, `chat ${i}`));
    else asked.push({ values: valuesAt(x), wrong: random() < above(x) ? 1 : 0, problem: `chat ${i}` });
  }
  const blind = await refitHera(file, asked, seededRandom(seed));
  const held = await refitHera(file, asked, seededRandom(seed), undefined, heldTo(head, kept));
  if (!blind?.verdict || !held?.verdict) throw new Error('no head');
  const worse = (own: LinearHead) => lossBelow(own, isBelow) - lossBelow(head, isBelow);
  return { held: held.verdict, blindWorse: worse(blind.verdict.challenger), heldWorse: worse(held.verdict.challenger) };
}

test.each([
  ['the two have grown wholly unlike', (logProb: number) => 0.1 * once(logProb)],
  ['half of the steps are alike, whatever the local model felt', () => 0.5],
] as const)('where the expert was asked %s: that is learnt, and the region below the dial gives way by little', async (_what, above) => {
  for (const seed of [1, 2, 3]) {
    const { held, blindWorse, heldWorse } = await refitted(seed, above);
    // From the asked steps alone the head would go wrong where nobody asked.
    expect(blindWorse).toBeGreaterThan(0.1);
    expect(heldWorse).toBeLessThan(blindWorse / 5);
    expect(held.isPromoted).toBe(true);
    expect(held.lossAfter).toBeLessThan(held.lossBefore);
  }
});

test('of more kept steps than are needed an even choice stands for all', () => {
  const head = oneFeatureHead();
  const kept = Array.from({ length: 1000 }, (_, i) => keptAt(-i / 1000, `chat ${i}`));
  const total = (rows: readonly ExaminedStep[]) => rows.reduce((sum, row) => sum + (row.weight ?? 1), 0);
  expect(heldTo(head, kept, 300)).toHaveLength(600);
  expect(total(heldTo(head, kept, 300))).toBeCloseTo(1000, 6);
  expect(total(heldTo(head, kept))).toBeCloseTo(1000, 6);
  expect(heldTo(head, [])).toEqual([]);
});
