import type { ExamChain } from '../../exam/chain.ts';
import { fitGate, probabilityWrong, type FittedGate } from '../gate/fitHead.ts';
import { questionFeatureIds, questionFeatures } from './questionFeatures.ts';

/** P(the local model alone answers this question wrong), from the same exam as the gate. */
export function fitRequestLevel(chains: readonly ExamChain[], random: () => number): FittedGate {
  const questions = chains.filter((chain) => chain.round === 1)
    .map((chain) => ({ values: questionFeatures(chain.question), wrong: chain.rightUnaided ? 0 as const : 1 as const, problem: chain.problem }));
  return fitGate(questions, questionFeatureIds, random);
}

export function questionWrong(gate: FittedGate, question: string): number {
  return probabilityWrong(gate, questionFeatures(question));
}
