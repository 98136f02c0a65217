import { wilson } from '../learn/metrics.ts';
import type { ExamChain, ExamStep } from './chain.ts';

/** What a judge is asked about a chain: the first wrong step's number, in a form that can be read. */
export function judgeQuestion(question: string, steps: readonly string[]): string {
  return [
    'Below are a problem and the first steps of somebody’s solution, which need not be finished. Find the first step that is wrong.',
    'A step is wrong if its calculation does not come out, if it uses a number or a fact that the problem does not give, or if it cannot lead to what is asked. Another way than yours is not wrong.',
    `Check the steps one by one, in one short sentence each. End with a line "First wrong step: N", where N is its number from 1 to ${steps.length}, or 0 if every step is right.`,
    '', `Problem: ${question}`, '', ...steps.map((step, i) => `Step ${i + 1}: ${step}`),
  ].join('\n');
}

const numbers: Readonly<Record<string, number>> = { zero: 0, none: 0, no: 0, one: 1, two: 2, three: 3, four: 4, five: 5, six: 6, seven: 7, eight: 8, nine: 9, ten: 10 };
const stated = /first\s+(?:wrong|incorrect|false|erroneous)\s+step(?:['’]s)?(?:\s+number)?\W{0,12}(?:is\W{0,8})?(?:step\W{0,4})?(\d+|[a-z]+)/gi;
const allRight = /\b(?:all|every)\s+(?:of\s+)?(?:the\s+)?steps?\s+(?:are|is)\s+(?:right|correct)|\bno\s+(?:wrong|incorrect)\s+steps?\b/i;
const oneNamed = /\bstep\s+(\d+)\s+is\s+(?:the\s+first\s+)?(?:wrong|incorrect|false)/gi;

/**
 * The step that a judge's reply names: its 1-based number, 0 for none. Null where the reply names none in a way that
 * can be trusted, several, or one that is not there: such a step stays without a label.
 */
export function readJudgement(reply: string, steps: number): number | null {
  const text = reply.replace(/[*_`]/g, '');
  // The last one counts: a judge may quote the question or correct itself.
  const named = [...text.matchAll(stated)].flatMap(([, word = '']) => numberOf(word)).at(-1);
  if (named !== undefined) return inRange(named, steps);
  const bare = /^\s*(?:step\s+)?(\d+)\s*\.?\s*$/i.exec(text)?.[1];
  if (bare !== undefined) return inRange(Number(bare), steps);
  const found = new Set([...text.matchAll(oneNamed)].map(([, digits]) => Number(digits)));
  if (found.size > 0) return inRange(Math.min(...found), steps);
  return allRight.test(text) ? 0 : null;
}

function numberOf(word: string): readonly number[] {
  const known = /^\d+$/.test(word) ? Number(word) : numbers[word.toLowerCase()];
  return known === undefined ? [] : [known];
}

function inRange(named: number, steps: number): number | null {
  return named <= steps ? named : null;
}

/** The judge's word on the last of `steps` steps; the ones before were accepted. */
export function judgeVerdict(named: number | null, steps: number): Pick<ExamStep, 'wrong' | 'reason'> {
  if (named === null) return { wrong: null, reason: 'judge' };
  if (named === steps) return { wrong: 1, reason: 'judge' };
  // It doubts what the step builds on: then its word on this one is worth nothing.
  return named === 0 ? { wrong: 0, reason: 'judge' } : { wrong: null, reason: 'afterError' };
}

/** How often the judge is wrong where gold says which: as the labels of a judge are weighted (`learn/challenger/labels`). */
export interface JudgeErrors {
  readonly missesWrong: ErrorTrials; readonly blamesRight: ErrorTrials;
  /** Steps that it gave no label to, of those it was asked about. */
  readonly unlabelled: { readonly hits: number; readonly n: number };
}
export interface ErrorTrials { readonly hits: number; readonly n: number }

/** Null where no judge examined. */
export function judgeErrors(chains: readonly ExamChain[]): JudgeErrors | null {
  const asked = chains.flatMap((chain) => chain.steps).filter((step) => step.gold !== undefined || step.reason === 'judge');
  if (asked.length === 0) return null;
  const count = (gold: 0 | 1): ErrorTrials => {
    const labelled = asked.filter((step) => step.gold === gold && step.wrong !== null);
    return { hits: labelled.filter((step) => step.wrong !== gold).length, n: labelled.length };
  };
  return { missesWrong: count(1), blamesRight: count(0), unlabelled: { hits: asked.filter((step) => step.wrong === null).length, n: asked.length } };
}

/** One sentence for the report. */
export function judgeErrorWords(chains: readonly ExamChain[]): string | null {
  const errors = judgeErrors(chains);
  if (errors === null) return null;
  const { missesWrong, blamesRight, unlabelled } = errors;
  const silent = unlabelled.hits === 0 ? '' : ` It gave no usable verdict on ${unlabelled.hits} of ${unlabelled.n} steps.`;
  if (missesWrong.n + blamesRight.n === 0) return `An expert judged the steps; no gold values are known to measure it by, so its error rate is not known.${silent}`;
  return `An expert judged the steps. Against gold values it passes ${words(missesWrong)} wrong steps and blames ${words(blamesRight)} right ones.${silent}`;
}

function words({ hits, n }: ErrorTrials): string {
  if (n === 0) return '0 of 0';
  const [low, high] = wilson(hits, n);
  return `${hits} of ${n} (${Math.round((100 * hits) / n)} %, ${Math.round(100 * low)} to ${Math.round(100 * high)} %)`;
}
