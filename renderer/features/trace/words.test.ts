import { describe, expect, it } from 'vitest';
import { noUsage } from '../../../shared/agent/model.ts';
import { emptyRun, reduceRunAll } from '../../../shared/trace/reduceRun.ts';
import type { RunView, ScoredView } from '../../../shared/trace/view.ts';
import { claudeCard, largerCard, serverCard } from '../../testing/sampleModels.ts';
import { expertStep, localStep, pianoRun, replyRun, started } from '../../testing/sampleRuns.ts';
import { asSentence, discardedCallWords, priceWords, redactionWords, runSummary, scoreSentence, speedWords, stepName, wouldAskWords, writerWords } from './words.ts';

const viewOf = (events: ReturnType<typeof pianoRun>): RunView => reduceRunAll(emptyRun, events.map((event, index) => ({ seq: index + 1, at: index, event })));
const scored = (score: Partial<ScoredView['score']>, decision: ScoredView['decision'] = 'keep'): ScoredView => ({
  stage: 'after', threshold: 0.5, decision, why: '', score: { value: 0.25, meaning: 'pWrong', calibrated: false, parts: [], costMs: 0, ...score },
});

describe('a trace in words', () => {
  it('sums up who wrote how much, at which price', () => {
    expect(runSummary(viewOf(pianoRun(claudeCard)))).toBe('5 steps, 4 here, 1 asked, $0.0003, 2.1 s');
    expect(runSummary(viewOf(pianoRun(largerCard)))).toBe('5 steps, 4 here, 1 asked, $0, 2.1 s');
    expect(runSummary(viewOf(pianoRun(serverCard)))).toBe('5 steps, 4 here, 1 asked, price not known, 2.1 s');
    expect(runSummary(viewOf(pianoRun(null)))).toBe('5 steps, 5 here, 2.1 s');
    expect(runSummary(viewOf(replyRun('Hello.')))).toBe('1 reply, 1 here, 900 ms');
  });

  it('knows the price of a step only where there is one', () => {
    const priceOfSecond = (expert: typeof claudeCard) => viewOf(pianoRun(expert)).steps.map(priceWords)[1];
    expect([claudeCard, largerCard, serverCard].map(priceOfSecond)).toEqual(['$0.0003', '$0', 'price not known']);
    expect(viewOf(pianoRun(claudeCard)).steps.map(priceWords)[0]).toBeNull();
    const both = viewOf([started(claudeCard), ...expertStep(0, 'a', 'One.'), { type: 'runCancelled' }, { type: 'runContinued', fromStep: 1, dial: 0.2, expert: serverCard }, ...expertStep(1, 'b', 'Two.', serverCard)]);
    expect(runSummary(both)).toMatch(/^2 steps, 0 here, 2 asked, \$0\.0003 and more whose price is not known, /);
    const call = { to: 'large', where: 'remote', why: '', payloadDigest: '', redactions: {}, ms: 100, usd: 0, atMost: false } as const;
    expect(discardedCallWords({ ...call, usage: { ...noUsage, inputTokens: 20 } })).toContain('not needed, price not known.');
    expect(discardedCallWords({ ...call, usage: noUsage })).toContain('not needed, $0.');
  });

  it('has no price of its own for a step that came with the one before it', () => {
    const [, second] = viewOf(pianoRun(claudeCard)).steps;
    expect(second && priceWords({ ...second, usd: 0, escalation: null })).toBeNull();
  });

  it('says where an expert would have been asked only if there was none', () => {
    expect(wouldAskWords(viewOf(pianoRun(null)))).toBe('would ask at step 2');
    expect(wouldAskWords(viewOf(pianoRun(claudeCard)))).toBeNull();
    expect(wouldAskWords({ ...emptyRun, totals: { ...emptyRun.totals, wouldAsk: [2, 4] } })).toBe('would ask at steps 2 and 4');
  });

  it('names writers by where they are', () => {
    const step = { model: null, where: null, escalation: null };
    const asked = { to: 'Claude Haiku 5.5', where: 'remote', why: '', payloadDigest: '', redactions: {} } as const;
    expect(writerWords({ ...step, by: 'local', where: 'thisDevice', model: 'Tiny', escalation: asked })).toBe('This device');
    expect(writerWords({ ...step, by: 'expert', where: 'remote', model: 'Claude Haiku 5.5' })).toBe('Expert: Claude Haiku 5.5');
    expect(writerWords({ ...step, by: 'expert', where: 'thisDevice', model: largerCard.name })).toBe('Larger model, this device');
    expect([writerWords({ ...step, by: 'expert', escalation: asked }), writerWords({ ...step, by: 'expert', escalation: { ...asked, where: 'thisDevice' } }), writerWords({ ...step, by: 'expert' })])
      .toEqual(['Expert: Claude Haiku 5.5', 'Larger model, this device', 'Expert']);
  });

  it.each([['Claude', claudeCard, largerCard], ['a larger model here', largerCard, claudeCard], ['nobody', null, claudeCard]])('names each step by its own writer, in an answer begun with %s and gone on with another', (_with, before, after) => {
    const begun = before === null ? [started(null), ...localStep(0, 'One.')] : [started(before), ...expertStep(0, 'a', 'One.', before)];
    const view = viewOf([...begun, { type: 'runCancelled' }, { type: 'runContinued', fromStep: 1, dial: 0.2, expert: after }, ...expertStep(1, 'b', 'Two.', after)]);
    const names = { [claudeCard.name]: 'Expert: Claude Haiku 5.5', [largerCard.name]: 'Larger model, this device' };
    expect(view.steps.map(writerWords)).toEqual([before === null ? 'This device' : names[before.name], names[after.name]]);
    expect([view.expert, view.dial]).toEqual([after, 0.2]);
  });

  it('names steps and their speed', () => {
    const [first, second] = viewOf(pianoRun(claudeCard)).steps;
    if (!first || !second) throw new Error('no steps');
    expect([stepName(first), stepName(second), stepName({ ...second, state: 'writing' })]).toEqual(['Step 1, written on this device', 'Step 2, written by the expert', 'Step 2, being written by the expert']);
    expect(speedWords(first)).toBe('38 tokens/s');
    expect(speedWords({ ...first, ms: 0 })).toBeNull();
  });

  it('calls only a calibrated score a chance of an error', () => {
    expect(scoreSentence(scored({}))).toBe('doubt 0.25, uncalibrated, asks above 0.50, kept');
    expect(scoreSentence(scored({ calibrated: true }, 'ask'))).toBe('25 % chance of an error, asks above 0.50, expert asked');
    expect(scoreSentence(scored({ value: 0.502 }, 'ask'))).toBe('doubt 0.502, uncalibrated, asks above 0.500, expert asked');
    expect(scoreSentence(scored({ value: 0.5 }))).toContain('doubt 0.50, uncalibrated, asks above 0.50');
    expect(scoreSentence(scored({ meaning: 'chance' }, 'wouldAsk'))).toBe('drew 0.25, asks above 0.50, would have asked');
  });

  it('calls what separates a step from the expert’s by its name, and an upper bound so', () => {
    expect(scoreSentence(scored({ meaning: 'unlike', value: 0.19 }))).toBe('unlike the expert 0.19, asks above 0.50, kept');
    expect(scoreSentence(scored({ meaning: 'unlike', value: 0.19, isUpperBound: true }))).toBe('unlike the expert at most 0.19, asks above 0.50, kept');
    expect(scoreSentence(scored({ meaning: 'unlike', value: 0.64 }, 'wouldAsk'))).toBe('unlike the expert 0.64, asks above 0.50, would have asked');
  });

  it('counts what was replaced', () => {
    expect(redactionWords({ email: 2, phone: 1, rune: 1, iban: 0 })).toBe('2 email addresses, 1 phone number and 1 “rune” replaced before sending');
    expect(redactionWords({})).toBe('nothing had to be replaced before sending');
    expect([asSentence('the dial'), asSentence('Done.'), asSentence('')]).toEqual(['The dial.', 'Done.', '']);
  });
});
