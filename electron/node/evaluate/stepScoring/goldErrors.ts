import { examineChain, type GoldWay } from '../../../../shared/exam/goldExaminer.ts';
import { normalised } from '../../../../shared/exam/mistakes/correctedMistakes.ts';
import { wilson } from '../../../../shared/learn/metrics.ts';
import { processBenchF1, type ProcessBenchScore } from '../../../../shared/learn/scoring/firstWrongStep.ts';
import type { GivenRow } from './givenRow.ts';

export interface Rate { readonly hits: number; readonly n: number; readonly value: number; readonly low: number; readonly high: number }
export interface GoldErrors {
  /** Rows whose question stands in the files with golds, of all rows. */
  readonly matched: number; readonly rows: number;
  /** P(says wrong | right) and P(does not say wrong | wrong), over steps that people judged and that stand before its own first error. */
  readonly blamesRight: Rate; readonly missesWrong: Rate;
  /** P(wrong label) among the labels that it gives. */
  readonly labels: Rate;
  readonly chains: ProcessBenchScore;
}

/** The exam's gold examiner against people's labels, where the golds of a row are known. */
export function goldErrors(rows: readonly GivenRow[], golds: ReadonlyMap<string, GoldWay>): GoldErrors {
  const right = { hits: 0, n: 0 };
  const wrong = { hits: 0, n: 0 };
  const labels = { hits: 0, n: 0 };
  const judged: { readonly predicted: number; readonly gold: number }[] = [];
  for (const row of rows) {
    const way = golds.get(normalised(row.question));
    if (!way) continue;
    const verdicts = examineChain(way, row.steps, true);
    const predicted = verdicts.findIndex((one) => one.verdict === 'wrong');
    judged.push({ predicted, gold: row.firstWrong });
    const labelled = row.firstWrong < 0 ? row.steps.length : row.firstWrong + 1;
    const seen = predicted < 0 ? verdicts.length : predicted + 1;
    for (const [i, { verdict, reason }] of verdicts.slice(0, Math.min(labelled, seen)).entries()) {
      // The exam counts a step without a result as right.
      const saysWrong = verdict === 'wrong';
      const isLabel = verdict !== 'unknown' || reason === 'noResult';
      const isWrong = i === row.firstWrong;
      const cell = isWrong ? wrong : right;
      cell.n += 1;
      cell.hits += saysWrong === isWrong ? 0 : 1;
      if (!isLabel) continue;
      labels.n += 1;
      labels.hits += saysWrong === isWrong ? 0 : 1;
    }
  }
  return { matched: judged.length, rows: rows.length, blamesRight: rate(right), missesWrong: rate(wrong), labels: rate(labels), chains: processBenchF1(judged) };
}

export function rate({ hits, n }: { readonly hits: number; readonly n: number }): Rate {
  const [low, high] = wilson(hits, n);
  return { hits, n, value: n === 0 ? Number.NaN : hits / n, low, high };
}
