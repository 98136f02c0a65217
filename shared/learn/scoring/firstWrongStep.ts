/**
 * Scoring of step checkers. A label is the 0-based index of the first wrong step, −1 (or null in BIG-Bench-Mistake)
 * for a chain without one.
 */
export interface Judged { readonly predicted: number; readonly gold: number }

export interface ProcessBenchScore { readonly erroneous: number; readonly correct: number; readonly f1: number }

/**
 * ProcessBench (QwenLM/ProcessBench, `code/run_eval.py`): exact accuracy on rows with an error and on rows without,
 * and their harmonic mean. NaN where one of the kinds is missing: a mean of nothing is not 0.
 */
export function processBenchF1(rows: readonly Judged[]): ProcessBenchScore {
  const erroneous = accuracy(rows.filter((row) => row.gold !== -1));
  const correct = accuracy(rows.filter((row) => row.gold === -1));
  return { erroneous, correct, f1: erroneous + correct === 0 ? 0 : (2 * erroneous * correct) / (erroneous + correct) };
}

/** BIG-Bench-Mistake (WHGTyen/BIG-Bench-Mistake; Tyen et al. 2023): share of rows whose mistake index is met exactly. */
export function mistakeAccuracy(rows: readonly { readonly predicted: number | null; readonly gold: number | null }[]): number {
  return accuracy(rows.map(({ predicted, gold }) => ({ predicted: predicted ?? -1, gold: gold ?? -1 })));
}

function accuracy(rows: readonly Judged[]): number {
  return rows.length === 0 ? Number.NaN : rows.filter((row) => row.predicted === row.gold).length / rows.length;
}
