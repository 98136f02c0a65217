import { noUsage } from '../../shared/agent/model.ts';
import { decide } from '../../shared/switching/decide.ts';
import type { Score } from '../../shared/switching/policy.ts';
import { wayWords } from '../../shared/switching/policies/heraWords.ts';
import type { RunEvent } from '../../shared/trace/events.ts';
import { claudeCard } from './sampleModels.ts';
import { expertStep, localStep, started } from './sampleRuns.ts';

const dial = 0.26;
const basis = 'Predicted from 100 requests (GSM8K, training rows, profiled 2026-11-23) that this model and Claude Haiku 5.5 both worked; the expert was not asked.';
const unlike = (value: number, parts: Score['parts'], more: Partial<Score> = {}): Score => ({ value, meaning: 'unlike', calibrated: false, costMs: 12, basis, parts, ...more });
const scored = (step: number, stage: 'before' | 'after', score: Score): RunEvent => {
  const { writer, why } = decide(score, dial, step);
  return { type: 'candidateScored', step, stage, score, threshold: dial, decision: writer === 'expert' ? 'ask' : 'keep', why };
};
const scoredBy = (events: readonly RunEvent[], score: RunEvent | null): readonly RunEvent[] => events.flatMap((event) => (event.type === 'candidateScored' ? (score ? [score] : []) : [event]));

const plain = started(claudeCard);
const begun: RunEvent = plain.type === 'runStarted' ? { ...plain, policy: 'hera', dial } : plain;

/** An answer in which each of HERA's parts has its say once. */
export const heraRun: readonly RunEvent[] = [
  begun,
  scored(0, 'before', unlike(0.71, [wayWords.urc(0.29, false, dial)])),
  { type: 'stepEscalated', step: 0, to: claudeCard.name, where: 'remote', why: "foretold to be 0.71 unlike the expert's, above the dial's 0.26", payloadDigest: 'a3'.repeat(32), redactions: {} },
  { type: 'stepStarted', step: 0, by: 'expert' },
  { type: 'stepAccepted', step: 0, by: 'expert', kind: 'reasoning', model: claudeCard.name, text: 'She practises the violin for 20 * 3 = 60 minutes a day.', usage: { ...noUsage, inputTokens: 210, outputTokens: 25 }, ms: 700, usd: 0.0002, tokens: [], tools: [], why: 'the expert starts' },
  ...scoredBy(localStep(1, 'Together she practises 20 + 60 = 80 minutes a day.'), scored(1, 'after', unlike(0.19, [wayWords.likely(0.83, 0.76)], { isUpperBound: true }))),
  ...scoredBy(localStep(2, 'First take the days of a week.'), scored(2, 'after', unlike(0.6, [wayWords.similar(0.42, 0.78, 'In six days that is 80 * 6 = 480 minutes.'), wayWords.converges(2, [])], { converges: [{ ahead: 1, value: 0.55 }, { ahead: 2, value: 0.21 }] }))),
  ...scoredBy(localStep(3, 'In six days that is 80 * 6 = 480 minutes.'), null).map((event): RunEvent => (event.type === 'stepAccepted' ? { ...event, why: 'stays here up to the point where the two are predicted to meet' } : event)),
  ...scoredBy(expertStep(4, 'In four weeks that is 480 + 4 = 484.', 'In four weeks that is 480 * 4 = 1920 minutes.').map((event): RunEvent => (event.type === 'stepEscalated' ? { ...event, why: "foretold to be 0.52 unlike the expert's, above the dial's 0.26" } : event)), scored(4, 'after', unlike(0.52, [wayWords.similar(0.56, 0.82, 'In four weeks that is 480 * 4 = 1920 minutes.'), wayWords.decomposed(0.2, 0.82)]))),
  ...scoredBy(localStep(5, '1920', { kind: 'answer' }), scored(5, 'after', unlike(0.04, [wayWords.likely(0.98, 0.84)], { isUpperBound: true }))),
  { type: 'runFinished', answer: '1920', ms: 3_900 },
];

/** The same question where the pair was never profiled. */
export const fallbackRun: readonly RunEvent[] = [
  begun,
  ...scoredBy(localStep(0, 'She practises the violin for 20 * 3 = 60 minutes a day.'), {
    type: 'candidateScored', step: 0, stage: 'after', threshold: dial, decision: 'keep', why: "doubt (uncalibrated) 18 % is not above the dial's 26 %",
    score: { value: 0.18, meaning: 'pWrong', calibrated: false, costMs: 1, parts: [{ id: 'fallback', words: 'decided as AdaSwitch would: this pair of models has no profile yet', value: 0, weight: 0 }, { id: 'number', words: 'least sure of the number 20 (probability 0.82)', value: 0.18, weight: 1.2 }] },
  }),
  { type: 'runFinished', answer: '60', ms: 900 },
];
