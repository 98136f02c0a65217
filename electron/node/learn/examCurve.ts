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
export function examCurve(head: LinearHead, chains: readonly ExamChain[], measured: Pick<Measured, 'repairs' | 'rescues' | 'damages'>, random: () => number): Pick<Measured, 'curve' | 'recommended'> {
  const curve = predictCurve({ chains: predictedChains(chains.map(withFeatures), (step) => probabilityWrong(head, step.values)), ...assumedRates(measured), usdPerStep: null }, random, draws);
  return { curve, recommended: curve.length === 0 ? null : recommendDial(curve, { ...payingRates(measured), usdPerStep: null, valueOfRightUsd: null }) };
}
const draws = 300;
