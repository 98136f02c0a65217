import { wilson } from '../../learn/metrics.ts';

/**
 * Wilson's 95 % interval for a share among rows of which several are of one request and go right or wrong together: as of
 * so many independent rows as the spread between requests shows them to be worth (design effect: Kish 1965). Where all
 * or none are right nothing shows it, and each request counts once.
 */
export function intervalByRequest(rows: readonly { readonly isRight: boolean; readonly problem: string }[]): readonly [number, number] {
  const n = rows.length;
  const requests = [...Map.groupBy(rows, (row) => row.problem).values()];
  if (n === 0 || requests.length === n) return wilson(rows.filter((row) => row.isRight).length, n);
  const p = rows.filter((row) => row.isRight).length / n;
  if (p === 0 || p === 1 || requests.length < 2) return wilson(p * requests.length, requests.length);
  const spread = requests.reduce((sum, own) => sum + own.reduce((total, row) => total + (row.isRight ? 1 : 0) - p, 0) ** 2, 0);
  const variance = (requests.length / (requests.length - 1)) * spread / n ** 2;
  const worth = n / Math.max(1, variance / ((p * (1 - p)) / n));
  return wilson(p * worth, worth);
}
