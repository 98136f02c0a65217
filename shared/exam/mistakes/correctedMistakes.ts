import type { Correction } from '../../agent/model.ts';
import type { ExamChain, ExamStep } from '../chain.ts';

/** A mistake that an exam corrected, and the problem it was made in. */
export interface CorrectedMistake extends Correction { readonly problem: string }

/** Longer ones would fill the context of a small model more than they help. */
const mostCharacters = 1200;

/**
 * The mistakes of examined chains as short worked corrections: the first wrong step of a chain that ended right once
 * it was corrected. Only the first round: in the second the gate lets mistakes stand. A problem examined twice gives one.
 * In the order of their questions: problems worked side by side end in another order each time, and what is equally near
 * is taken in the order it stands in.
 */
export function correctedMistakes(chains: readonly ExamChain[]): readonly CorrectedMistake[] {
  const byQuestion = new Map<string, CorrectedMistake>();
  for (const chain of chains) {
    const mistake = chain.round === 1 && chain.right ? firstMistake(chain) : null;
    if (mistake && lengthOf(mistake) <= mostCharacters) byQuestion.set(normalised(mistake.question), mistake);
  }
  return [...byQuestion].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, mistake]) => mistake);
}

function firstMistake(chain: ExamChain): CorrectedMistake | null {
  const wrong = chain.steps.find((step) => step.wrong === 1 && step.correction !== null);
  const texts = chain.steps.map((step) => step.correction?.text ?? step.candidate.text);
  const answer = texts.at(-1);
  if (!wrong || answer === undefined) return null;
  return { problem: chain.problem, question: chain.question, wrong: wrong.candidate.text, why: whyWrong(wrong), steps: texts.slice(0, -1), answer };
}

function whyWrong({ reason }: ExamStep): string {
  switch (reason) {
    case 'falseArithmetic': return 'The calculation does not come out.';
    case 'wrongAnswer': return 'That is not what was asked for.';
    case 'repeats': return 'That was said already.';
    default: return 'It does not lead to the answer.';
  }
}

function lengthOf({ question, wrong, steps, answer }: CorrectedMistake): number {
  return [question, wrong, ...steps, answer].reduce((sum, text) => sum + text.length, 0);
}

/** Two questions are the same problem if only case, punctuation, accents or blanks tell them apart. */
export function normalised(question: string): string {
  return question.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().match(/[\p{L}\p{N}]+/gu)?.join(' ') ?? '';
}
