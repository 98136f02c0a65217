import type { ExamChain } from '../../../shared/exam/chain.ts';
import { examinedSteps } from '../../../shared/exam/examinedSteps.ts';
import { fitExam } from '../../../shared/exam/fitExam.ts';
import { auroc } from '../../../shared/learn/metrics.ts';
import { bootstrap } from '../../../shared/learn/resample.ts';
import { alwaysOnIds, byGroup } from '../../../shared/switching/gate/crossFit.ts';
import { fitGate, probabilityWrong } from '../../../shared/switching/gate/fitHead.ts';
import type { Head } from '../../../shared/switching/gate/head.ts';
import { seededRandom } from '../../../shared/switching/random.ts';
import { ownSteps, type OwnStep } from './ownSteps.ts';
import type { Interval, ResultsInput } from './report/results.ts';
import { eceInterval } from './stepIntervals.ts';
import type { SummaryInput } from './summarise.ts';

/** An exam's length as a user chooses it: by its time. */
export interface ExamSize { readonly label: string; readonly problems: number }

/** @param seconds a problem, as measured; null: not known, so lengths are counted in problems */
export function examSizes(chains: number, seconds: number | null): readonly ExamSize[] {
  if (seconds === null) return [5, 10, 20, 40, 80, 160].filter((problems) => problems <= chains).map((problems) => ({ label: `${problems} problems`, problems }));
  return [['30 s', 30], ['60 s', 60], ['5 min', 300], ['20 min', 1200]].flatMap(([label, time]) => {
    const wished = Math.max(1, Math.round(Number(time) / seconds));
    return chains === 0 ? [] : [{ label: wished <= chains ? String(label) : `${label} (all that there are)`, problems: Math.min(chains, wished) }];
  });
}

/**
 * What an exam's length buys: a gate from the first problems only, tested on the same steps; all weights fitted anew,
 * and as the app does it, which shrinks few labels to the head that came with the program.
 * @param shipped null: there is none for this model
 */
export function examSizesOf(input: SummaryInput, sizes: readonly ExamSize[], shipped: Head | null): ResultsInput['examSizes'] {
  const test = ownSteps(input.answers.filter((answer) => answer.policy === 'localOnly'), input.problems);
  if (test.length === 0) return [];
  return sizes.flatMap(({ label, problems }) => {
    const chains = input.chains.slice(0, problems);
    const steps = examinedSteps(chains);
    const row = (fit: 'fresh' | 'app', gate: Gate): ResultsInput['examSizes'][number] => {
      const { area, ece } = tested(gate, test, input);
      return { label, problems, steps: steps.length, fit, auroc: area?.value ?? null, aurocSpan: area, debiasedEce: ece.value, debiasedEceSpan: ece };
    };
    const fresh = row('fresh', fitGate(steps, alwaysOnIds, seededRandom(input.seed, 0xf17)));
    const app = shipped === null ? null : row('app', asTheAppFits(chains, shipped, input.seed));
    // With enough labels the app fits all weights anew as well: one row says it.
    return app === null || (app.auroc === fresh.auroc && app.debiasedEce === fresh.debiasedEce) ? [fresh] : [fresh, app];
  });
}

type Gate = Parameters<typeof probabilityWrong>[0];

function asTheAppFits(chains: readonly ExamChain[], shipped: Head, seed: number): Gate {
  const { modelSha256, profile, domain, modelName } = shipped.provenance;
  // Only the gate is wanted of it; one draw of everything that it reports besides.
  return fitExam(chains, { key: { modelSha256, profile, domain }, modelName, data: 'exam', examiner: 'gold', seed, command: '', date: new Date(0).toISOString(), usdPerStep: null, draws: 1, prior: shipped }).head;
}

/** A gate fitted on one kind of problems, tested on another. */
export function transferOf(trainedOn: string, chains: readonly ExamChain[], test: readonly OwnStep[], input: SummaryInput): ResultsInput['transfer'][number] {
  const { area, ece } = tested(fitGate(examinedSteps(chains), alwaysOnIds, seededRandom(input.seed, 0xf17)), test, input);
  return { trainedOn, testedOn: input.dataset, auroc: area, ece: ece.value, eceSpan: ece };
}

function tested(gate: Gate, test: readonly OwnStep[], { seed, draws }: SummaryInput): { readonly area: Interval | null; readonly ece: Interval } {
  const groups = byGroup(test.map((step) => ({ p: probabilityWrong(gate, step.values), y: step.wrong, group: step.problem })));
  const area = bootstrap(groups, auroc, seededRandom(seed, 0x7a), draws);
  return { area: Number.isFinite(area.value) ? area : null, ece: eceInterval(groups, seededRandom(seed), draws).debiased };
}
