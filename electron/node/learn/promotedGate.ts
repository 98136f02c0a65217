import type { ExamChain } from '../../../shared/exam/chain.ts';
import { auroc, brierSkill, debiasedEce, reliability, type Predicted } from '../../../shared/learn/metrics.ts';
import { bootstrap } from '../../../shared/learn/resample.ts';
import type { Verdict } from '../../../shared/learn/challenger/fitChallenger.ts';
import type { LinearHead, Refit } from '../../../shared/learn/challenger/linearHead.ts';
import { byGroup } from '../../../shared/switching/gate/crossFit.ts';
import { probabilityWrong, type ExaminedStep } from '../../../shared/switching/gate/fitHead.ts';
import type { GateFile } from '../../../shared/switching/gate/gateFile.ts';
import { seededRandom } from '../../../shared/switching/random.ts';
import { examCurve } from './examCurve.ts';

const draws = 500;

/**
 * The gate that a promoted challenger becomes. Its figures are those of challengers that had not seen the chat; the curve has its own counts, those of the exam's problems. Where the
 * exam's questions lie stays with it: few marks from elsewhere make no questions of another kind known. Heads on what is
 * asked of the model besides go: they were calibrated on what no longer holds.
 */
export function promotedGate(champion: GateFile, verdict: Verdict<LinearHead, ExaminedStep>, rows: readonly ExaminedStep[], { refit, date, seed, chains }: {
  readonly refit: Refit; readonly date: string; readonly seed: number;
  /** The last exam of this model, for the curve. */
  readonly chains: readonly ExamChain[];
}): GateFile {
  const real = rows.filter((row) => (row.weight ?? 1) > 0);
  const held = real.map((row) => ({ p: probabilityWrong(verdict.heldOutFrom(row), row.values), y: row.wrong, group: row.problem }));
  const wrong = held.filter((row) => row.y === 1).length;
  const hasBoth = wrong > 0 && wrong < held.length;
  const random = seededRandom(seed, 0x9a7e);
  const area = hasBoth ? bootstrap<Predicted>(byGroup(held), auroc, random, draws) : null;
  const ece = debiasedEce(held, random).debiased;
  const skill = hasBoth ? brierSkill(held) : null;
  const data = 'steps that you marked in your chats';
  const examiner = 'your marks';
  const counts = { problems: verdict.groups, steps: real.length, wrong };
  return {
    // A new level on a head that was no probability makes none of it.
    version: 1, further: [], ...(refit === 'levelAndSlope' && champion.fit ? { fit: champion.fit } : {}), ...(champion.domain ? { domain: champion.domain } : {}),
    head: {
      ...champion.head, ...verdict.challenger,
      provenance: {
        ...champion.head.provenance, ...counts, data, examiner, seed, command: 'continual refit in the app', date,
        heldOut: { problems: verdict.groups, steps: real.length, auroc: area?.value ?? 0.5, debiasedEce: ece, brierSkill: skill ?? 0 },
      },
    },
    measured: {
      ...counts, data, examiner, date, auroc: area, debiasedEce: ece, brierSkill: skill, reliability: reliability(held),
      ...examCurve(verdict.challenger, chains, champion.measured, random), repairs: champion.measured.repairs, rescues: champion.measured.rescues, damages: champion.measured.damages, expertAlone: champion.measured.expertAlone, expert: champion.measured.expert,
    },
    refit: { kind: refit, labels: real.length, chats: verdict.groups, lossBefore: verdict.lossBefore, lossAfter: verdict.lossAfter, standardError: verdict.standardError },
  };
}
