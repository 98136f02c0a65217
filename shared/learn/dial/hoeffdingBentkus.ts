/**
 * How surprising a mean loss this small would be if the true risk were as large as `risk`: a valid p-value for losses
 * in [0, 1] that are independent between problems ("Learn then Test", arXiv 2110.01052, section 2.1, the
 * Hoeffding–Bentkus bound).
 * @param meanLoss mean of `n` losses
 * @param risk the risk that is to be ruled out, in (0, 1)
 */
export function hoeffdingBentkus(meanLoss: number, n: number, risk: number): number {
  if (n < 1 || risk <= 0) return 1;
  if (risk >= 1) return 0;
  const hoeffding = Math.exp(-n * divergence(Math.min(meanLoss, risk), risk));
  const bentkus = Math.E * binomialTail(Math.ceil(n * meanLoss - 1e-9), n, risk);
  return Math.min(1, hoeffding, bentkus);
}

/** Kullback–Leibler divergence between two coins. */
function divergence(a: number, b: number): number {
  const term = (x: number, y: number) => (x === 0 ? 0 : x * Math.log(x / y));
  return term(a, b) + term(1 - a, 1 - b);
}

/** P(at most `k` of `n`), term from term in logarithms, so that nothing overflows. */
function binomialTail(k: number, n: number, p: number): number {
  const odds = Math.log(p) - Math.log1p(-p);
  let log = n * Math.log1p(-p);
  let sum = 0;
  for (let i = 0; i <= Math.min(k, n); i += 1) {
    sum += Math.exp(log);
    log += Math.log(n - i) - Math.log(i + 1) + odds;
  }
  return Math.min(1, sum);
}
