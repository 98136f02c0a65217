import { solveSymmetric } from './matrix.ts';

/** Rows of numbers with a 0/1 label and a weight (propensity, or 1). */
export interface Labelled { readonly x: readonly number[]; readonly y: 0 | 1; readonly weight?: number }

/** L2 logistic regression on standardised inputs: P(y = 1) = σ(bias + Σ weightᵢ·(xᵢ − meanᵢ)/scaleᵢ). */
export interface Logistic {
  readonly bias: number;
  readonly weights: readonly number[];
  readonly mean: readonly number[];
  readonly scale: readonly number[];
}

export const sigmoid = (z: number): number => (z >= 0 ? 1 / (1 + Math.exp(-z)) : Math.exp(z) / (1 + Math.exp(z)));
export const logit = (p: number): number => Math.log(p / (1 - p));

/** The log-odds before the sigmoid. */
export function logisticScore(model: Logistic, x: readonly number[]): number {
  return model.weights.reduce((sum, weight, i) => sum + (weight * ((x[i] ?? 0) - (model.mean[i] ?? 0))) / (model.scale[i] ?? 1), model.bias);
}

/**
 * Fits by Newton's method (IRLS) with step halving; deterministic. The bias is not penalised.
 * @param lambda penalty on the standardised weights, per row (the objective is mean loss + λ/2·Σw²)
 * @param towards prior weights on the standardised scale; the penalty then pulls there instead of to zero
 */
export function fitLogistic(rows: readonly Labelled[], lambda: number, towards?: readonly number[]): Logistic {
  const width = rows[0]?.x.length ?? 0;
  const { mean, scale } = standardisation(rows, width);
  const inputs = rows.map((row) => row.x.map((value, i) => (value - (mean[i] ?? 0)) / (scale[i] ?? 1)));
  const total = rows.reduce((sum, row) => sum + (row.weight ?? 1), 0);
  const positive = rows.reduce((sum, row) => sum + row.y * (row.weight ?? 1), 0);
  // With one label only the bias has no finite optimum: start from, and fall back to, half a count on each side.
  let beta = [logit((positive + 0.5) / (total + 1)), ...new Array<number>(width).fill(0)];
  if (positive === 0 || positive === total) return { bias: beta[0] ?? 0, weights: beta.slice(1), mean, scale };
  const prior = [0, ...Array.from({ length: width }, (_, i) => towards?.[i] ?? 0)];
  const objective = (candidate: readonly number[]) => {
    let loss = 0;
    for (const [r, row] of rows.entries()) {
      const z = dot(candidate, inputs[r] ?? []);
      loss += (row.weight ?? 1) * (Math.log1p(Math.exp(-Math.abs(z))) + Math.max(0, row.y === 1 ? -z : z));
    }
    const penalty = candidate.reduce((sum, value, i) => (i === 0 ? sum : sum + (value - (prior[i] ?? 0)) ** 2), 0);
    return loss / total + (lambda / 2) * penalty;
  };
  let best = objective(beta);
  for (let iteration = 0; iteration < 50; iteration += 1) {
    const step = newtonStep(rows, inputs, beta, prior, lambda, total);
    if (!step) break;
    let rate = 1;
    let next = beta;
    let value = best;
    for (; rate > 1e-6; rate /= 2) {
      next = beta.map((old, i) => old + rate * (step[i] ?? 0));
      value = objective(next);
      if (value <= best) break;
    }
    if (best - value < 1e-12) break;
    beta = next;
    best = value;
  }
  return { bias: beta[0] ?? 0, weights: beta.slice(1), mean, scale };
}

function dot(beta: readonly number[], x: readonly number[]): number {
  return x.reduce((sum, value, i) => sum + value * (beta[i + 1] ?? 0), beta[0] ?? 0);
}

function newtonStep(
  rows: readonly Labelled[], inputs: readonly (readonly number[])[], beta: readonly number[], prior: readonly number[], lambda: number, total: number,
): number[] | null {
  const n = beta.length;
  const gradient = beta.map((value, i) => (i === 0 ? 0 : -lambda * (value - (prior[i] ?? 0))));
  const hessian = Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_unused, j) => (i === j ? (i === 0 ? 1e-9 : lambda + 1e-9) : 0)));
  for (const [r, row] of rows.entries()) {
    const x = [1, ...(inputs[r] ?? [])];
    const p = sigmoid(dot(beta, inputs[r] ?? []));
    const weight = (row.weight ?? 1) / total;
    for (let i = 0; i < n; i += 1) {
      gradient[i] = (gradient[i] ?? 0) + weight * (row.y - p) * (x[i] ?? 0);
      const line = hessian[i];
      if (!line) continue;
      for (let j = 0; j < n; j += 1) line[j] = (line[j] ?? 0) + weight * p * (1 - p) * (x[i] ?? 0) * (x[j] ?? 0);
    }
  }
  return solveSymmetric(hessian, gradient);
}

/** Mean and scale of each input as `fitLogistic` uses them; a constant input has scale 1. */
export function standardisation(rows: readonly Labelled[], width: number): { readonly mean: number[]; readonly scale: number[] } {
  const mean = Array.from({ length: width }, (_, i) => rows.reduce((sum, row) => sum + (row.x[i] ?? 0), 0) / Math.max(1, rows.length));
  const scale = mean.map((m, i) => {
    const variance = rows.reduce((sum, row) => sum + ((row.x[i] ?? 0) - m) ** 2, 0) / Math.max(1, rows.length);
    return variance > 1e-12 ? Math.sqrt(variance) : 1;
  });
  return { mean, scale };
}
