import type { ExamChain } from '../../../shared/exam/chain.ts';
import { withFeatures } from '../../../shared/exam/withFeatures.ts';
import { predictCurve, recommendDial } from '../../../shared/learn/curves/predictedCurve.ts';
import type { LinearHead } from '../../../shared/learn/challenger/linearHead.ts';
import { probabilityWrong } from '../../../shared/switching/gate/fitHead.ts';
import type { GateFile } from '../../../shared/switching/gate/gateFile.ts';

type Measured = GateFile['measured'];

/**
 * The slider's curve of a head that was fitted to marks, on the problems of the last exam: marks do not tell how whole
 * answers end, the exam does, and this head has not seen it. Empty without one.
 */
export function examCurve(head: LinearHead, chains: readonly ExamChain[], { repairs, damages }: Pick<Measured, 'repairs' | 'damages'>, random: () => number): Pick<Measured, 'curve' | 'recommended'> {
  const predicted = chains.map(withFeatures).map((chain) => ({
    problem: chain.problem,
    steps: chain.steps.flatMap((step) => (step.wrong === null ? [] : [{ pWrong: probabilityWrong(head, step.values), wrong: step.wrong }])),
  })).filter(({ steps }) => steps.length > 0);
  const economics = { r: repairs?.value ?? 1, d: damages?.value ?? 0, usdPerStep: null };
  const curve = predictCurve({ chains: predicted, ...economics }, random, draws);
  return { curve, recommended: curve.length === 0 ? null : recommendDial(curve, { ...economics, valueOfRightUsd: null }) };
}
const draws = 300;
