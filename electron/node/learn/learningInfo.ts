import type { FormerHeadInfo, LearningInfo } from '../../../shared/contract/learning.ts';
import { weightedRows, type StepLabel } from '../../../shared/learn/challenger/labels.ts';
import { measureDrift } from '../../../shared/learn/drift/drift.ts';
import { driftWords } from '../../../shared/learn/drift/driftWords.ts';
import { probabilityWrong } from '../../../shared/switching/gate/fitHead.ts';
import type { Gate, GateFile } from '../../../shared/switching/gate/gateFile.ts';
import { seededRandom } from '../../../shared/switching/random.ts';
import type { RefitRow } from '../runs/store/learningRows.ts';

/**
 * Where learning stands. Drift is that of the present head on steps labelled after its fit: none of them was fitted on.
 * @param since marks up to here have had their challenger
 */
export function learningInfo({ gate, labels, since, refitEvery, isFitting, lastTry, history }: {
  readonly gate: Gate | null; readonly labels: readonly StepLabel[]; readonly since: number; readonly refitEvery: number; readonly isFitting: boolean;
  readonly lastTry: RefitRow | null; readonly history: readonly GateFile[];
}): LearningInfo {
  if (gate === null) {
    return {
      labels: 0, untilRefit: null, isFitting: false, words: 'This model has no head yet. After an exam, the steps that you mark right or wrong keep it true.',
      drift: null, driftWords: '', lastTry: null, present: null, history: [],
    };
  }
  const rows = weightedRows(labels);
  const drift = measureDrift(rows.map((row) => ({ p: probabilityWrong(gate.file.head, row.values), y: row.wrong, group: row.problem, weight: row.weight ?? 1 })), seededRandom(0xd21f7));
  const fresh = labels.filter((label) => label.at > since).length;
  const untilRefit = Math.max(0, refitEvery - fresh);
  return {
    labels: labels.length, untilRefit, isFitting, words: standWords(labels.length, untilRefit, isFitting),
    drift: drift && { isDrifting: drift.isDrifting, n: drift.n, ...drift.debiasedEce }, driftWords: driftWords(drift, labels.length), lastTry,
    present: described(gate.file, shortWords(gate.file)), history: history.map((file, index): FormerHeadInfo => ({ index, ...described(file, shortWords(file)) })),
  };
}

function standWords(labels: number, untilRefit: number, isFitting: boolean): string {
  if (isFitting) return 'A challenger is being fitted to the steps that you marked. It takes over only if it is clearly better on marked steps that it has not seen.';
  const marked = labels === 1 ? '1 step was' : `${labels} steps were`;
  return `${marked} marked since this head was fitted; after ${untilRefit} more a challenger is fitted, and takes over only if it is clearly better.`;
}

function described(file: GateFile, words: string): Omit<FormerHeadInfo, 'index'> {
  const { head: { provenance }, refit } = file;
  return { date: provenance.date, words, labels: provenance.steps, lossBefore: refit?.lossBefore ?? null, lossAfter: refit?.lossAfter ?? null };
}

function shortWords({ measured: { data, problems, steps }, refit }: GateFile): string {
  return refit ? `fitted to ${refit.labels} marked steps from ${refit.chats} chats` : `${data}: ${problems} problems, ${steps} steps`;
}
