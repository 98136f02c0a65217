import type { z } from 'zod';
import { probabilityWrong, toInput, type ExaminedStep } from '../../switching/gate/fitHead.ts';
import type { linearHeadSchema } from '../../switching/gate/head.ts';
import { shrinkToPrior } from '../../switching/gate/shrinkToPrior.ts';
import { fitPlatt } from '../calibration.ts';
import { fitLogistic, logisticScore, sigmoid, standardisation, type Logistic } from '../logistic.ts';
import { logLoss } from '../metrics.ts';
import { groupedFolds } from '../resample.ts';
import type { HeadKind } from './fitChallenger.ts';
import { effectiveCount } from './labels.ts';

export type LinearHead = Readonly<z.infer<typeof linearHeadSchema>>;

/** Labels of equal weight below which only level and slope are fitted, and of the rarer outcome likewise. */
export const fewestForWeights = 200;
const fewestOfRarer = 20;
const lambdas = [0.01, 0.03, 0.1, 0.3, 1] as const;
const folds = 3;

export type Refit = 'levelAndSlope' | 'weights';

/** What so many labels allow. Decided once for all of them, so that what is compared is what would be used. */
export function refitFor(rows: readonly ExaminedStep[]): Refit {
  const real = rows.filter((row) => (row.weight ?? 1) > 0);
  const wrong = real.filter((row) => row.wrong === 1).length;
  return effectiveCount(rows) >= fewestForWeights && Math.min(wrong, real.length - wrong) >= fewestOfRarer ? 'weights' : 'levelAndSlope';
}

/**
 * Linear heads with their calibration: AdaSwitch's gate, HERA's request classifier, likeness. `wrong` is whatever the head predicts.
 * @param pause awaited between fits, so that whoever shares the thread gets a turn
 */
export function linearHeadKind(refit: Refit, pause: () => Promise<void> = () => Promise.resolve()): HeadKind<LinearHead, ExaminedStep> {
  return {
    fit: async (rows, champion, random) => {
      await pause();
      if (!hasBoth(rows)) return champion;
      return refit === 'levelAndSlope' ? levelled(champion, rows) : refitWeights(champion, rows, random, pause);
    },
    logLoss: (head, row) => logLoss([{ p: probabilityWrong(head, row.values), y: row.wrong }]),
    groupOf: (row) => row.problem,
    weightOf: (row) => row.weight ?? 1,
  };
}

function levelled(champion: LinearHead, rows: readonly ExaminedStep[]): LinearHead {
  const { columns, model, calibration } = shrinkToPrior({ ...champion, lambda: 0 }, rows);
  return { columns, model, calibration };
}

/**
 * All weights anew, pulled to the champion's (levelled to the new labels) as strongly as held-out loss wants; then
 * calibrated on scores of fits that had not seen them.
 */
async function refitWeights(champion: LinearHead, rows: readonly ExaminedStep[], random: () => number, pause: () => Promise<void>): Promise<LinearHead> {
  const { columns } = champion;
  const foldOf = groupedFolds(rows.map((row) => row.problem), folds, random);
  const parts = Array.from({ length: folds }, (_, fold) => ({
    fitOn: rows.filter((row) => foldOf.get(row.problem) !== fold), test: rows.filter((row) => foldOf.get(row.problem) === fold),
  })).filter((part) => hasBoth(part.fitOn));
  let best: { readonly lambda: number; readonly loss: number; readonly scored: Parameters<typeof fitPlatt>[0] } | null = null;
  for (const lambda of lambdas) {
    await pause();
    const scored = parts.flatMap(({ fitOn, test }) => {
      const model = pulled(champion, fitOn, lambda);
      return test.map((row) => ({ score: scoreOf(columns, model, row), y: row.wrong, weight: row.weight ?? 1 }));
    });
    const loss = scored.reduce((sum, { score, y, weight }) => sum + weight * logLoss([{ p: sigmoid(score), y }]), 0);
    if (best === null || loss <= best.loss) best = { lambda, loss, scored };
  }
  if (best === null) return levelled(champion, rows);
  return { columns, model: pulled(champion, rows, best.lambda), calibration: fitPlatt(best.scored) };
}

/** Ridge towards the champion's weights, which are first stretched to the slope that the new labels show. */
function pulled(champion: LinearHead, rows: readonly ExaminedStep[], lambda: number): Logistic {
  const { columns, model } = champion;
  const inputs = rows.map((row) => ({ x: toInput(columns, row.values, model.mean), y: row.wrong, weight: row.weight ?? 1 }));
  const line = fitLogistic(inputs.map((row) => ({ ...row, x: [logisticScore(model, row.x)] })), 1e-3);
  const slope = Math.max(0, (line.weights[0] ?? 0) / (line.scale[0] ?? 1));
  const { scale } = standardisation(inputs, columns.length);
  return fitLogistic(inputs, lambda, model.weights.map((weight, i) => (slope * weight * (scale[i] ?? 1)) / (model.scale[i] ?? 1)));
}

function scoreOf(columns: LinearHead['columns'], model: Logistic, row: ExaminedStep): number {
  return logisticScore(model, toInput(columns, row.values, model.mean));
}

/** Both outcomes with some weight, also where a judge's corrections subtract some. */
function hasBoth(rows: readonly ExaminedStep[]): boolean {
  const sum = (wrong: 0 | 1) => rows.reduce((total, row) => total + (row.wrong === wrong ? row.weight ?? 1 : 0), 0);
  return sum(0) > 0 && sum(1) > 0;
}
