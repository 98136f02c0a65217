import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { noUsage } from '../agent/model.ts';
import type { AnyNumberedEvent, RunEvent } from './events.ts';
import { emptyRun, reduceRun, reduceRunAll } from './reduceRun.ts';

const card = { id: 'tiny', name: 'Tiny', kind: 'scripted', where: 'thisDevice' } as const;
const score = { value: 0.7, meaning: 'pWrong', calibrated: false, parts: [], costMs: 1 } as const;
const accepted = (step: number, by: 'local' | 'expert', text: string, usd = 0, where?: 'thisDevice'): RunEvent => ({
  type: 'stepAccepted', step, by, kind: 'reasoning', model: by, text, usage: { ...noUsage, outputTokens: 5 }, ms: 10, usd, tokens: [], tools: [], why: 'because', where,
});
const number = (events: readonly RunEvent[], from = 1): AnyNumberedEvent[] => events.map((event, index) => ({ seq: from + index, at: 1000 + 10 * index, event }));

const story: readonly RunEvent[] = [
  { type: 'runStarted', question: 'How many?', shape: 'steps', local: card, expert: card, policy: 'adaswitch', dial: 0.5, profile: 'twoExamples', seed: 1, limits: { maxSteps: 9, maxTokensPerStep: 50, maxUsd: null } },
  { type: 'stepStarted', step: 0, by: 'local' },
  { type: 'stepDelta', step: 0, by: 'local', text: 'three ' },
  { type: 'stepDelta', step: 0, by: 'local', text: 'apples' },
  { type: 'candidateScored', step: 0, stage: 'after', score, threshold: 0.5, decision: 'ask', why: 'doubt' },
  { type: 'stepEscalated', step: 0, to: 'Claude', where: 'remote', why: 'doubt', payloadDigest: 'ab', redactions: { email: 1 } },
  { type: 'stepStarted', step: 0, by: 'expert' },
  { type: 'stepDelta', step: 0, by: 'expert', text: 'four apples' },
  { type: 'candidateDiscarded', step: 0, text: 'three apples', usage: { ...noUsage, outputTokens: 3 }, ms: 9, tokens: [] },
  accepted(0, 'expert', 'four apples', 0.001),
  { type: 'stepStarted', step: 1, by: 'local' },
  accepted(1, 'local', 'Answer'),
  { type: 'runFinished', answer: '4', ms: 77 },
];

describe('reduceRun', () => {
  it('tells an escalated step with the candidate it replaced', () => {
    const view = reduceRunAll(emptyRun, number(story));
    expect(view).toMatchObject({ status: 'finished', answer: '4', question: 'How many?' });
    expect(view.steps[0]).toMatchObject({ by: 'expert', text: 'four apples', state: 'accepted', escalation: { to: 'Claude', redactions: { email: 1 } } });
    expect(view.steps[0]?.discarded).toMatchObject([{ text: 'three apples' }]);
    expect(view.totals).toMatchObject({ accepted: 2, byLocal: 1, byExpert: 1, usd: 0.001, ms: 77, outputTokens: 13 });
  });

  it('gives the same view from any snapshot on, and a replay may overlap', () => {
    const events = number(story);
    const whole = reduceRunAll(emptyRun, events);
    fc.assert(fc.property(fc.integer({ min: 0, max: events.length }), fc.integer({ min: 0, max: 5 }), (cut, overlap) => {
      const early = reduceRunAll(emptyRun, events.slice(0, cut));
      expect(reduceRunAll(early, events.slice(Math.max(0, cut - overlap)))).toEqual(whole);
    }));
  });

  it('shows an event of a later version and goes on', () => {
    const view = reduceRunAll(emptyRun, [...number(story.slice(0, 2)), { seq: 3, at: 1, event: { type: 'moonPhased', phase: 2 } }, ...number(story.slice(2), 4)]);
    expect(view.notices.map((notice) => notice.words).join()).toContain('moonPhased');
    expect(view.status).toBe('finished');
  });

  it('does not change what it was given', () => {
    const events = number(story);
    const frozen = deepFreeze(reduceRunAll(emptyRun, events.slice(0, 6)));
    expect(() => events.slice(6).reduce(reduceRun, frozen)).not.toThrow();
  });

  it('after an interruption keeps accepted steps and drops the half one', () => {
    const cut = reduceRunAll(emptyRun, [...number(story.slice(0, 11)), { seq: 12, at: 5, event: { type: 'runInterrupted' } }]);
    expect(cut.status).toBe('interrupted');
    const on = reduceRun(cut, { seq: 13, at: 6, event: { type: 'runContinued', fromStep: 1 } });
    expect(on.status).toBe('running');
    expect(on.steps.map((step) => step.text)).toEqual(['four apples']);
  });

  it('tells from going on which dial and expert count now, and leaves each step its own writer', () => {
    const claude = { ...card, name: 'Claude', where: 'remote' } as const;
    const before = story.slice(0, 10).map((event): RunEvent => (event.type === 'stepEscalated' ? { ...event, to: 'Larger', where: 'thisDevice' } : event));
    const kept = reduceRunAll(emptyRun, number([...before, { type: 'runCancelled' }, { type: 'runContinued', fromStep: 1, dial: 1, expert: claude }, accepted(1, 'expert', 'five'), accepted(2, 'expert', 'six', 0, 'thisDevice')]));
    expect([kept.dial, kept.expert?.name]).toEqual([1, 'Claude']);
    // The first two are as older traces have them: from the call, or from the expert of that moment.
    expect(kept.steps.map((step) => step.where)).toEqual(['thisDevice', 'remote', 'thisDevice']);
    const older = reduceRunAll(emptyRun, number([...story.slice(0, 10), { type: 'runCancelled' }, { type: 'runContinued', fromStep: 1 }]));
    expect([older.dial, older.expert]).toEqual([0.5, card]);
    expect(reduceRunAll(emptyRun, number([...story.slice(0, 10), { type: 'runContinued', fromStep: 1, expert: null }])).expert).toBeNull();
  });

  it('counts the time of work only: neither the wait for the next start nor the one for going on', () => {
    const hours = 10 * 3_600_000;
    const first = number(story.slice(0, 11));
    const cut = reduceRunAll(emptyRun, [...first, { seq: 12, at: 1000 + hours, event: { type: 'runInterrupted' } }]);
    expect(cut.totals.ms).toBe(100);
    const failed = reduceRun(cut, { seq: 13, at: 1000 + hours, event: { type: 'runFailed', error: { kind: 'modelMissing', message: 'Not here.' } } });
    expect(failed.totals.ms).toBe(100);
    const on = reduceRunAll(failed, [{ seq: 14, at: 2 * hours, event: { type: 'runContinued', fromStep: 1 } }, { seq: 15, at: 2 * hours + 30, event: accepted(1, 'local', 'Answer') }]);
    expect(on.totals.ms).toBe(130);
    expect(reduceRun(on, { seq: 16, at: 3 * hours, event: { type: 'runFinished', answer: '4', ms: 40 } }).totals.ms).toBe(140);
    const anew = number([...story.slice(0, 2), { type: 'runCancelled' }]);
    expect(reduceRunAll(emptyRun, [...anew, ...number(story.slice(0, 2), 4).map((event) => ({ ...event, at: event.at + hours }))])).toMatchObject({ startedAt: 1000, totals: { ms: 30 }, steps: [{ state: 'writing', text: '' }] });
  });

  it('shows a call begun early: taken over with its lead, or not needed with its price', () => {
    const call = { to: 'Claude', where: 'remote', why: 'not needed', payloadDigest: 'cd', redactions: { email: 1 }, usage: { ...noUsage, inputTokens: 90 }, usd: 0.002, atMost: false, ms: 40 } as const;
    const taken = story.map((event): RunEvent => (event.type === 'stepEscalated' ? { ...event, begunMsEarly: 640 } : event));
    const view = reduceRunAll(emptyRun, number([...taken.slice(0, -2), { type: 'expertCallDiscarded', step: 1, ...call }, ...taken.slice(-2)]));
    expect(view.steps[0]).toMatchObject({ escalation: { begunMsEarly: 640 }, discardedCall: null });
    expect(view.steps[1]).toMatchObject({ by: 'local', discardedCall: call, escalation: null, usd: 0 });
    expect(view.totals.usd).toBeCloseTo(0.003, 12);
  });

  it('counts where an expert would have been asked, once per step', () => {
    const would: RunEvent = { type: 'candidateScored', step: 1, stage: 'after', score, threshold: 0.5, decision: 'wouldAsk', why: '' };
    expect(reduceRunAll(emptyRun, number([would, would])).totals.wouldAsk).toEqual([2]);
  });
});

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    Object.freeze(value);
    for (const inner of Object.values(value)) deepFreeze(inner);
  }
  return value;
}
