import { decide } from '../../../shared/switching/decide.ts';
import { partIds, type PartId } from '../../../shared/hera/heraFile.ts';
import type { Score, ScorePart } from '../../../shared/switching/policy.ts';
import type { ScoredView, StepView } from '../../../shared/trace/view.ts';
import { partQuestions } from '../hera/partWords.ts';
import { asSentence, effectWords } from './words.ts';

/** One stop on the way that decided a step: what was asked, and what was found. `question` is null where nothing was asked. */
export interface Stop { readonly id: string; readonly question: string | null; readonly found: string }

const isPart = (id: string): id is PartId => partIds.some((part) => part === id);
const remarks: ReadonlySet<string> = new Set(['missing', 'fallback', 'auto', 'position']);

/** Whether a part of a score is a stop on HERA's way; the others are signs of doubt. */
export function isOfWay({ id }: Pick<ScorePart, 'id'>): boolean {
  return isPart(id) || remarks.has(id);
}

/** The signs of doubt of all of a step's scores together, those that weighed most first. */
export function signsOf({ scores }: Pick<StepView, 'scores'>): readonly (ScorePart & { readonly effect: string })[] {
  return scores.flatMap(({ score }) => score.parts.filter((part) => !isOfWay(part)).map((part) => ({ ...part, effect: effectWords(part, score) })))
    .toSorted((a, b) => Math.abs(b.weight) - Math.abs(a.weight));
}

/** The way through HERA's parts, in order, and what came of it. */
export function wayOf({ scores, index }: Pick<StepView, 'scores' | 'index'>): readonly Stop[] {
  const stops = scores.flatMap(({ score }) => score.parts.filter(isOfWay).map(({ id, words }): Stop => ({ id, question: isPart(id) ? partQuestions[id].question : null, found: asSentence(words) })));
  const last = scores.at(-1);
  return stops.length === 0 || !last ? [] : [...stops, { id: 'outcome', question: null, found: outcomeWords(last, index) }];
}

/** What a score came to: who writes, and how far that holds. */
export function outcomeWords({ score, threshold, decision }: Pick<ScoredView, 'score' | 'threshold' | 'decision'>, index: number): string {
  if (decision === 'ask') return 'So the expert writes this step.';
  if (decision === 'wouldAsk') return 'So the expert would have been asked, had one been set up; the step was written here.';
  const decided = decide(score, threshold, index);
  const until = decided.writer === 'local' ? decided.localUntil : undefined;
  if (until === undefined) return 'So this step stays here.';
  return until <= index + 1 ? 'So this step stays here; the next one is looked at anew.' : `So the steps up to number ${until} stay here without another look.`;
}

/** How unlike the two are so many steps ahead, as foretold. */
export function aheadWords({ converges = [] }: Pick<Score, 'converges'>): readonly string[] {
  return converges.map(({ ahead, value }) => `${ahead === 1 ? 'one step' : `${ahead} steps`} ahead: unlike ${value.toFixed(2)}`);
}
