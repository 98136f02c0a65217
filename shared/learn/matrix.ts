/**
 * Solves A·x = b for a symmetric positive definite A by Cholesky factorisation.
 * @returns null when A is not positive definite to working precision
 */
export function solveSymmetric(a: readonly (readonly number[])[], b: readonly number[]): number[] | null {
  const n = b.length;
  const lower: number[][] = Array.from({ length: n }, () => new Array<number>(n).fill(0));
  const at = (matrix: readonly (readonly number[])[], row: number, column: number) => matrix[row]?.[column] ?? 0;
  for (let i = 0; i < n; i += 1) {
    const row = lower[i];
    if (!row) return null;
    for (let j = 0; j <= i; j += 1) {
      let sum = at(a, i, j);
      for (let k = 0; k < j; k += 1) sum -= (row[k] ?? 0) * at(lower, j, k);
      if (i === j) {
        if (!(sum > 1e-12)) return null;
        row[i] = Math.sqrt(sum);
      } else {
        row[j] = sum / at(lower, j, j);
      }
    }
  }
  const y: number[] = [];
  for (let i = 0; i < n; i += 1) {
    let sum = b[i] ?? 0;
    for (let k = 0; k < i; k += 1) sum -= at(lower, i, k) * (y[k] ?? 0);
    y.push(sum / at(lower, i, i));
  }
  const x = new Array<number>(n).fill(0);
  for (let i = n - 1; i >= 0; i -= 1) {
    let sum = y[i] ?? 0;
    for (let k = i + 1; k < n; k += 1) sum -= at(lower, k, i) * (x[k] ?? 0);
    x[i] = sum / at(lower, i, i);
  }
  return x;
}
