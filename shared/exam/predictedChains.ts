import type { PredictedChain } from '../learn/curves/predictedCurve.ts';
import type { ExaminedStep } from '../switching/gate/fitHead.ts';
import type { ExamChain } from './chain.ts';

/**
 * Examined chains as the curve wants them: one row per problem, with what the local model and the expert come to alone.
 * A problem that was worked in both rounds counts once.
 * @param pWrong what a gate that has not seen the step says of it
 */
export function predictedChains(chains: readonly ExamChain[], steps: readonly ExaminedStep[], pWrong: (step: ExaminedStep) => number): readonly PredictedChain[] {
  const of = Map.groupBy(chains, (chain) => chain.problem);
  return [...Map.groupBy(steps, (step) => step.problem)].map(([problem, own]) => {
    const same = of.get(problem) ?? [];
    const expertAlone = same.flatMap((chain) => chain.expertAlone ?? [])[0];
    return {
      problem, steps: own.map((step) => ({ pWrong: pWrong(step), wrong: step.wrong })),
      ...(same[0] ? { rightUnaided: same[0].rightUnaided } : {}), ...(expertAlone === undefined ? {} : { expertAlone }),
    };
  });
}
