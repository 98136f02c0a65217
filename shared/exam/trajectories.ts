import type { PromptProfile } from '../agent/prompts/profile.ts';
import { stepLabel } from '../agent/prompts/renderPrompt.ts';
import type { ExamChain, ExamStep } from './chain.ts';

/** One message of a fine-tuning example. `weight` 0: read, but no loss is taken on it (the field of OpenAI's chat format). */
export interface TrainingMessage { readonly role: 'system' | 'user' | 'assistant'; readonly content: string; readonly weight?: 0 | 1 }
export interface TrainingExample { readonly messages: readonly TrainingMessage[]; readonly problem: string; readonly stage: 1 | 3 }

/**
 * Examined chains as fine-tuning data (AdaSwitch, arXiv 2410.13181, stages 1 and 3).
 * Stage 1, self-practice: chains that the local model got right by itself, every step trained on.
 * Stage 3, reflective learning: chains with mistakes; a wrong step stays readable with weight 0, then come a reflection
 * and the correction with weight 1. Departure: the paper lets the model write its reflection; here it says what
 * the examiner saw, in words.
 */
export function trainingExamples(chains: readonly ExamChain[], profile: PromptProfile, stage: 1 | 3): readonly TrainingExample[] {
  return chains.filter((chain) => chain.round === 1 && chain.right && (stage === 1) === isClean(chain)).map((chain) => ({
    problem: chain.problem, stage,
    messages: [
      { role: 'system', content: profile.system }, { role: 'user', content: chain.question },
      ...chain.steps.flatMap((step, at) => spoken(step, at, chain, profile)),
    ],
  }));
}

function isClean(chain: ExamChain): boolean {
  return chain.rightUnaided && chain.steps.every((step) => step.wrong === 0);
}

function spoken(step: ExamStep, at: number, chain: ExamChain, profile: PromptProfile): readonly TrainingMessage[] {
  const label = (text: string, isAnswer: boolean) => `${isAnswer ? profile.answerLabel : stepLabel(profile, step.position)} ${text}`;
  const isAnswer = step.candidate.reason === 'answer';
  if (!step.correction) return [{ role: 'assistant', content: label(step.candidate.text, isAnswer), weight: 1 }];
  const ends = at === chain.steps.length - 1;
  return [
    { role: 'assistant', content: label(step.candidate.text, isAnswer), weight: 0 },
    { role: 'assistant', content: `${reflection(step)} ${label(step.correction.text, ends)}`, weight: 1 },
  ];
}

/** What the examiner saw, as a sentence of somebody who notices it. */
function reflection({ reason }: ExamStep): string {
  switch (reason) {
    case 'falseArithmetic': return 'Wait, that calculation does not come out.';
    case 'wrongAnswer': return 'Wait, that is not what was asked for.';
    case 'repeats': return 'Wait, I have said that already.';
    default: return 'Wait, that step does not lead to the answer.';
  }
}
