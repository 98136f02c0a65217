import type { ExamChain } from '../../../shared/exam/chain.ts';
import { fitExam } from '../../../shared/exam/fitExam.ts';
import { mathsDomain } from '../../../shared/switching/gate/gateFile.ts';
import type { Points } from './pairedRows.ts';
import type { ResultsInput } from './report/results.ts';

/**
 * What the app would have foretold of each dial from the exam alone, beside what was measured: the curve is the one
 * that a fit on these chains keeps and the slider shows.
 */
export function foretoldOf(points: Points, dataset: string, chains: readonly ExamChain[], { seed, draws, profile }: { readonly seed: number; readonly draws: number; readonly profile: string }): NonNullable<ResultsInput['foretold']> {
  const measured = points.filter((point) => point.policy === 'adaswitch' && point.dial !== null).toSorted((a, b) => (a.dial ?? 0) - (b.dial ?? 0));
  if (measured.length === 0 || chains.length === 0) return [];
  const { curve } = fitExam(chains, {
    key: { modelSha256: '', profile, domain: mathsDomain }, modelName: '', data: '', examiner: '', seed, command: '', date: new Date(0).toISOString(), usdPerStep: null, draws, prior: null,
  }).measured;
  return measured.flatMap(({ dial, share, accuracy }) => {
    const p = dial ?? 0;
    const nearest = curve.toSorted((a, b) => Math.abs(a.p - p) - Math.abs(b.p - p))[0];
    // The curve stands at every twentieth; beside a dial in between it would be another setting's.
    if (!nearest || Math.abs(nearest.p - p) > 1e-6) return [];
    return [{ dataset, p, foretold: { share: nearest.share, accuracy: nearest.accuracy }, measured: { share, accuracy } }];
  });
}
