import { noUsage, type ModelCard, type ToolCall } from '../../shared/agent/model.ts';
import type { Score } from '../../shared/switching/policy.ts';
import type { RunEvent } from '../../shared/trace/events.ts';
import { claudeCard, localCard } from './sampleModels.ts';

const score = (value: number): Score => ({
  value, meaning: 'pWrong', calibrated: false, costMs: 0.2,
  parts: [{ id: 'number', words: `least sure of the number 20 (probability ${(1 - value).toFixed(2)})`, value, weight: 1.2 }, { id: 'entropy', words: 'words around it were unsure (entropy 1.1)', value: 1.1, weight: 0.4 }],
});
const digest = 'a3'.repeat(32);
const words = (text: string) => text.match(/\S+\s*/g) ?? [];

/** Begins an answer. */
export function started(expert: ModelCard | null, shape: 'steps' | 'reply' = 'steps'): RunEvent {
  return {
    type: 'runStarted', question: 'How many minutes?', shape, local: localCard, expert, policy: 'adaswitch', dial: 0.5, profile: 'zeroShot', seed: 0,
    limits: { maxSteps: 24, maxTokensPerStep: 256, maxUsd: null },
  };
}

/** A step that the local model wrote and that was kept, or would not have been with an expert there. */
export function localStep(step: number, text: string, options: { readonly doubt?: number; readonly wouldAsk?: boolean; readonly tools?: readonly ToolCall[]; readonly kind?: 'reasoning' | 'answer' | 'reply' } = {}): readonly RunEvent[] {
  const { doubt = 0.18, wouldAsk = false, tools = [], kind = 'reasoning' } = options;
  return [
    { type: 'stepStarted', step, by: 'local' },
    ...words(text).map((word): RunEvent => ({ type: 'stepDelta', step, by: 'local', text: word })),
    ...tools.map((call): RunEvent => ({ type: 'toolCalled', step, by: 'local', call })),
    ...(kind === 'reply' ? [] : [{ type: 'candidateScored', step, stage: 'after', score: score(doubt), threshold: 0.5, decision: wouldAsk ? 'wouldAsk' : 'keep', why: `doubt (uncalibrated) ${Math.round(doubt * 100)} % is ${wouldAsk ? 'above' : 'not above'} the dial's 50 %` } satisfies RunEvent]),
    { type: 'stepAccepted', step, by: 'local', kind, model: localCard.name, text, usage: { ...noUsage, inputTokens: 120, outputTokens: 26 }, ms: 690, usd: 0, tokens: [], tools, why: 'doubt is not above the dial' },
  ];
}

/** A step whose candidate was discarded for the expert's. */
export function expertStep(step: number, candidate: string, text: string, expert: ModelCard = claudeCard): readonly RunEvent[] {
  const usd = expert.price === undefined ? 0 : 0.00031;
  return [
    { type: 'stepStarted', step, by: 'local' },
    ...words(candidate).map((word): RunEvent => ({ type: 'stepDelta', step, by: 'local', text: word })),
    { type: 'candidateScored', step, stage: 'after', score: score(0.71), threshold: 0.5, decision: 'ask', why: "doubt (uncalibrated) 71 % is above the dial's 50 %" },
    { type: 'stepEscalated', step, to: expert.name, where: expert.where, why: "doubt (uncalibrated) 71 % is above the dial's 50 %", payloadDigest: digest, redactions: expert.where === 'remote' ? { email: 1, phone: 2 } : {} },
    { type: 'stepStarted', step, by: 'expert' },
    ...words(text).map((word): RunEvent => ({ type: 'stepDelta', step, by: 'expert', text: word })),
    { type: 'candidateDiscarded', step, text: candidate, usage: { ...noUsage, inputTokens: 150, outputTokens: 22 }, ms: 560, tokens: [] },
    { type: 'stepAccepted', step, by: 'expert', kind: 'reasoning', model: expert.name, text, usage: { ...noUsage, inputTokens: 310, outputTokens: 31 }, ms: 820, usd, tokens: [], tools: [], why: 'doubt is above the dial' },
  ];
}

const calculated: ToolCall = { tool: 'calculator', input: '20 * 3', output: '60', ok: true, ownGuess: '63', resultProbability: 0.31 };

/** The piano problem with its second step asked. */
export function pianoRun(expert: ModelCard | null): readonly RunEvent[] {
  const second = 'Together she practises 20 + 60 = 80 minutes a day.';
  return [
    started(expert),
    ...localStep(0, 'She practises the violin for 20 * 3 = 60 minutes a day.', { tools: [calculated] }),
    ...(expert ? expertStep(1, 'Together that is 20 * 60 = 1200 minutes a day.', second, expert) : localStep(1, 'Together that is 20 * 60 = 1200 minutes a day.', { doubt: 0.71, wouldAsk: true })),
    ...localStep(2, 'In six days that is 80 * 6 = 480 minutes.'),
    ...localStep(3, 'In four weeks that is 480 * 4 = 1920 minutes.', { doubt: 0.44 }),
    ...localStep(4, '1920', { kind: 'answer', doubt: 0.05 }),
    { type: 'runFinished', answer: '1920', ms: 2_140 },
  ];
}

/** Both ends of a call that was begun early: taken over by the second step, not needed for the third. */
export function speculativeRun(): readonly RunEvent[] {
  const discarded: RunEvent = {
    type: 'expertCallDiscarded', step: 2, to: claudeCard.name, where: 'remote', why: 'not needed: the step stays here', payloadDigest: digest, redactions: {},
    usage: { ...noUsage, inputTokens: 330, outputTokens: 4 }, usd: 0.00029, atMost: false, ms: 410,
  };
  return pianoRun(claudeCard).flatMap((event): readonly RunEvent[] => {
    if (event.type === 'stepEscalated') return [{ ...event, begunMsEarly: 640 }];
    return event.type === 'candidateScored' && event.step === 2 ? [discarded, event] : [event];
  });
}

/** One natural reply. */
export function replyRun(text: string): readonly RunEvent[] {
  return [started(null, 'reply'), ...localStep(0, text, { kind: 'reply' }), { type: 'runFinished', answer: text, ms: 900 }];
}

/** A very long trace. */
export function longRun(count: number): readonly RunEvent[] {
  return [
    started(claudeCard),
    ...Array.from({ length: count }, (_, step) => (step % 7 === 3
      ? expertStep(step, `Wrong guess ${step}.`, `Step with **${step}** * 2 = ${step * 2}, by the expert.`)
      : localStep(step, `Step with ${step} * 2 = ${step * 2}, as $$x_{${step}}$$ says.`))).flat(),
    { type: 'runFinished', answer: 'a long way', ms: 90_000 },
  ];
}
