import { expect, it } from 'vitest';
import type { Score } from '../../../shared/switching/policy.ts';
import { wayWords } from '../../../shared/switching/policies/heraWords.ts';
import type { ScoredView } from '../../../shared/trace/view.ts';
import { aheadWords, isOfWay, outcomeWords, signsOf, wayOf } from './wayStops.ts';

const scored = (score: Partial<Score>, decision: ScoredView['decision'], stage: ScoredView['stage'] = 'after', threshold = 0.3): ScoredView => ({
  stage, threshold, decision, why: '', score: { value: 0.5, meaning: 'unlike', calibrated: false, parts: [], costMs: 0, ...score },
});

it('takes every part that HERA speaks of, and no sign of doubt', () => {
  const spoken = [wayWords.urc(0.2, false, 0.3), wayWords.likely(0.81, 0.74), wayWords.wayThere(2, null, 0.7), wayWords.converges(2, []), wayWords.decomposed(0.4, 0.7)];
  expect(spoken.every(isOfWay)).toBe(true);
  expect(isOfWay({ id: 'entropy' })).toBe(false);
});

it('asks a plain question at each stop and ends with what came of it', () => {
  const way = wayOf({ index: 2, scores: [scored({ value: 0.19, parts: [wayWords.likely(0.81, 0.74), { id: 'entropy', words: 'unsure', value: 1, weight: 1 }] }, 'keep')] });
  expect(way.map(({ question, found }) => [question, found])).toEqual([
    ['Would the expert write the same here?', 'The chance that the expert would write the same is 0.81 ≥ 0.74 → here.'], [null, 'So this step stays here.'],
  ]);
});

it('puts the signs of all scores in one order, those that weighed most first, whichever way they weighed', () => {
  const sign = (id: string, weight: number) => ({ id, words: id, value: 1, weight });
  const signs = signsOf({ scores: [
    scored({ meaning: 'pWrong', calibrated: true, parts: [sign('number', 1.2), sign('length', -0.4), sign('entropy', 0.1)] }, 'keep', 'before'),
    scored({ meaning: 'pWrong', calibrated: true, parts: [wayWords.likely(0.81, 0.74), sign('judge', -2), sign('agreement', 0.6)] }, 'keep'),
  ] });
  expect(signs.map(({ id }) => id)).toEqual(['judge', 'number', 'agreement', 'length', 'entropy']);
  expect(signs[0]?.effect).toBe(': lowers the odds of an error 7.4 times');
});

it('is empty where HERA did not decide', () => {
  expect(wayOf({ index: 0, scores: [scored({ meaning: 'pWrong', parts: [{ id: 'entropy', words: 'unsure', value: 1, weight: 1 }] }, 'keep')] })).toEqual([]);
  expect(wayOf({ index: 0, scores: [] })).toEqual([]);
});

it('counts how far a predicted meeting keeps steps here, as the run does', () => {
  const met = { value: 0.8, converges: [{ ahead: 1, value: 0.2 }, { ahead: 2, value: 0.25 }, { ahead: 3, value: 0.6 }] };
  // The step at 4 and the one at 5 stay: `localUntil` is 6.
  expect(outcomeWords(scored(met, 'keep'), 4)).toBe('So the steps up to number 6 stay here without another look.');
  expect(outcomeWords(scored({ ...met, converges: met.converges.slice(0, 1) }, 'keep'), 4)).toBe('So this step stays here; the next one is looked at anew.');
  expect(aheadWords(met)).toEqual(['one step ahead: unlike 0.20', '2 steps ahead: unlike 0.25', '3 steps ahead: unlike 0.60']);
});

it('says who was asked, or would have been', () => {
  expect(outcomeWords(scored({ value: 0.8 }, 'ask'), 0)).toContain('the expert writes');
  expect(outcomeWords(scored({ value: 0.8 }, 'wouldAsk'), 0)).toContain('would have been asked');
});
