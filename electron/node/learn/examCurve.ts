import type { ExamChain } from '../../../shared/exam/chain.ts';
import { predictedChains } from '../../../shared/exam/predictedChains.ts';
import { withFeatures } from '../../../shared/exam/withFeatures.ts';
import { assumedRates, payingRates } from '../../../shared/learn/curves/assumedRates.ts';
import { predictCurve, recommendDial } from '../../../shared/learn/curves/predictedCurve.ts';
import type { LinearHead } from '../../../shared/learn/challenger/linearHead.ts';
import { probabilityWrong } from '../../../shared/switching/gate/fitHead.ts';
import type { GateFile } from '../../../shared/switching/gate/gateFile.ts';

type Measured = GateFile['measured'];

/**
 * The slider's curve of a head that was fitted to marks, on the problems of the last exam: marks do not tell how whole
 * answers end, the exam does, and this head has not seen it. Empty without one.
 */
export function examCurve(head: LinearHead, chains: readonly ExamChain[], measured: Pick<Measured, 'repairs' | 'rescues' | 'damages'>, random: () => number): Pick<Measured, 'curve' | 'curveOf' | 'recommended'> {
  const predicted = predictedChains(chains.map(withFeatures), (step) => probabilityWrong(head, step.values));
  const curve = predictCurve({ chains: predicted, ...assumedRates(measured), usdPerStep: null }, random, draws);
  const curveOf = { problems: predicted.length, steps: predicted.reduce((sum, { steps }) => sum + steps.length, 0) };
  return { curve, ...(curve.length === 0 ? {} : { curveOf }), recommended: curve.length === 0 ? null : recommendDial(curve, { ...payingRates(measured), usdPerStep: null, valueOfRightUsd: null }) };
}
const draws = 300;
