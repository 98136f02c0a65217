import { wilson } from '../../learn/metrics.ts';

/**
 * Wilson's 95 % interval for a share among rows of which several are of one request and go right or wrong together: as of
 * so many independent rows as the spread between requests shows them to be worth (design effect: Kish 1965). Where all
 * or none are right nothing shows it, and each request counts once. Rows that stand for others as well weigh more.
 */
export function intervalByRequest(rows: readonly { readonly isRight: boolean; readonly problem: string; readonly weight?: number }[]): readonly [number, number] {
  const n = rows.length;
  const isEven = rows.every(({ weight }) => weight === undefined);
  const requests = [...Map.groupBy(rows, (row) => row.problem).values()];
  if (n === 0 || (isEven && requests.length === n)) return wilson(rows.filter((row) => row.isRight).length, n);
  const p = shareRight(rows);
  if (p === 0 || p === 1 || requests.length < 2) return wilson(p * requests.length, requests.length);
  const total = rows.reduce((sum, { weight = 1 }) => sum + weight, 0);
  const spread = requests.reduce((sum, own) => sum + own.reduce((within, { isRight, weight = 1 }) => within + weight * ((isRight ? 1 : 0) - p), 0) ** 2, 0);
  const variance = (requests.length / (requests.length - 1)) * spread / total ** 2;
  const worth = n / Math.max(1, variance / ((p * (1 - p)) / n));
  return wilson(p * worth, worth);
}

export function shareRight(rows: readonly { readonly isRight: boolean; readonly weight?: number }[]): number {
  const [right, total] = rows.reduce(([sum, all], { isRight, weight = 1 }) => [sum + (isRight ? weight : 0), all + weight], [0, 0]);
  return total === 0 ? 0 : right / total;
}
