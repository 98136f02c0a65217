import type { PredictedChain } from '../learn/curves/predictedCurve.ts';
import type { ExamChain, ExamStep } from './chain.ts';

/**
 * Examined chains as the curve wants them: one row per problem, with what the local model and the expert come to alone.
 * A problem that was worked in both rounds counts once. How a chain ended is told from its end and not from its steps:
 * one that stopped, went in circles or could not be told is lost though none of its steps is known to be wrong.
 * @param pWrong what a gate that has not seen the step says of it
 */
export function predictedChains(chains: readonly ExamChain[], pWrong: (step: ExamStep) => number): readonly PredictedChain[] {
  return [...Map.groupBy(chains, (chain) => chain.problem)].map(([problem, own]): PredictedChain => {
    const expertAlone = own.flatMap((chain) => chain.expertAlone ?? [])[0];
    return {
      problem, steps: own.flatMap((chain) => chain.steps.flatMap((step) => (step.wrong === null ? [] : [{ pWrong: pWrong(step), wrong: step.wrong }]))),
      rightUnaided: own.some((chain) => chain.rightUnaided), ...(expertAlone === undefined ? {} : { expertAlone }),
    };
  });
}
