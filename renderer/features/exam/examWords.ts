import type { ExamProgress, GateInfo } from '../../../shared/contract/gate.ts';
import { wilson } from '../../../shared/learn/metrics.ts';
import { counted, percent } from '../../components/format.ts';

type Interval = NonNullable<GateInfo['auroc']>;
type Trials = NonNullable<GateInfo['repairs']>;

/** Below this many examined steps the intervals are too wide for fine differences. */
const fewSteps = 200;

export function percentRange({ low, high }: { readonly low: number; readonly high: number }): string {
  return `${Math.round(low * 100)} to ${percent(high)}`;
}

/** "0.78 (0.71 to 0.84)" */
export function withInterval({ value, low, high }: Interval): string {
  return `${value.toFixed(2)} (${low.toFixed(2)} to ${high.toFixed(2)})`;
}

export function progressWords({ problems, plannedProblems, steps, wrong }: ExamProgress): string {
  if (problems === 0 && steps === 0) return plannedProblems === null ? 'nothing examined yet' : `0 of ${counted(plannedProblems, 'problem')} examined`;
  const of = plannedProblems === null ? counted(problems, 'problem') : `${problems} of ${counted(plannedProblems, 'problem')}`;
  return `${of}, ${counted(steps, 'step')} examined, ${wrong} of them wrong`;
}

/** How often the local model was right by itself; null before the first problem. */
export function unaidedWords({ problems, rightUnaided }: ExamProgress): string | null {
  if (problems === 0) return null;
  const [low, high] = wilson(rightUnaided, problems);
  return `${rightUnaided} of ${problems} right by itself: ${percent(rightUnaided / problems)} (${percentRange({ low, high })})`;
}

/** Between 0 and 1, by problems where their number is planned, else by time; null if neither is known. */
export function progressShare({ problems, plannedProblems, elapsedMs, remainingMs }: ExamProgress): number | null {
  if (plannedProblems !== null && plannedProblems > 0) return Math.min(1, problems / plannedProblems);
  if (remainingMs === null || elapsedMs + remainingMs <= 0) return null;
  return elapsedMs / (elapsedMs + Math.max(0, remainingMs));
}

/** "about 24 s left", "about 4 min left" */
export function remainingWords(remainingMs: number | null): string {
  if (remainingMs === null) return 'the time left is not known yet';
  const seconds = Math.ceil(Math.max(0, remainingMs) / 1_000);
  if (seconds < 100) return `about ${seconds} s left`;
  const minutes = Math.round(seconds / 60);
  return minutes < 100 ? `about ${minutes} min left` : `about ${Math.round(minutes / 60)} hours left`;
}

export function measuredOnWords({ data, examiner, date, problems, steps, wrong }: GateInfo): string {
  const size = `${counted(problems, 'problem')}, ${counted(steps, 'step')}, ${wrong} of them wrong`;
  return [data, examiner === '' ? '' : `examined by ${examiner}`, date.slice(0, 10), size].filter((part) => part !== '').join(' · ');
}

/** Why the figures should not be trusted far, if so. */
export function cautionWords({ steps, wrong }: Pick<GateInfo, 'steps' | 'wrong'>): string | null {
  if (wrong === 0 || wrong === steps) return `${wrong === 0 ? 'No' : 'Every'} step was wrong, so nothing could be learnt about telling wrong from right.`;
  return steps < fewSteps ? `${counted(steps, 'step')} are few: the intervals are wide, and a longer exam narrows them.` : null;
}

export function aurocWords(auroc: Interval): string {
  const guess = auroc.low <= 0.5 ? ' It may be no better than guessing.' : '';
  return `Of a wrong and a right step, the wrong one is doubted more in ${Math.round(auroc.value * 100)} of 100 cases; guessing would be 50.${guess}`;
}

export function eceWords(debiasedEce: number): string {
  const points = Math.round(debiasedEce * 100);
  if (points < 1) return 'When it says 30 %, about 30 % are wrong: it is off by no more than chance explains.';
  return `Its percentages are off by ${counted(points, 'point')} on average, beyond what chance explains.`;
}

export function skillWords(brierSkill: number): string {
  if (brierSkill <= 0) return 'No better than giving every step the same percentage.';
  return `Its errors (squared) are ${percent(brierSkill)} smaller than if it gave every step the same percentage.`;
}

export function repairsWords(repairs: Trials | null): string {
  if (repairs === null || repairs.n === 0) return 'How often the expert repairs a wrong step was not tried: no expert took part.';
  return `Asked at a wrong step, the expert wrote a right one in ${percent(repairs.value)} of ${counted(repairs.n, 'try', 'tries')} (${percentRange(repairs)}).`;
}

/** Whole answers; null where it was not tried. */
export function rescuesWords(rescues: Trials | null | undefined): string | null {
  if (!rescues || rescues.n === 0) return null;
  return `Where an answer would have gone wrong, asking for that one step made it right in ${percent(rescues.value)} of ${counted(rescues.n, 'try', 'tries')} (${percentRange(rescues)}).`;
}

export function expertAloneWords(expertAlone: Trials | null | undefined): string | null {
  if (!expertAlone || expertAlone.n === 0) return null;
  return `Asked for the whole answer, the expert was right on ${percent(expertAlone.value)} of ${counted(expertAlone.n, 'problem')} (${percentRange(expertAlone)}).`;
}

export function damagesWords(damages: Trials | null): string {
  if (damages === null || damages.n === 0) return 'How often asking spoils a right step was not tried.';
  return `Where an answer would have been right anyway, asking spoilt it in ${percent(damages.value)} of ${counted(damages.n, 'try', 'tries')} (${percentRange(damages)}).`;
}
