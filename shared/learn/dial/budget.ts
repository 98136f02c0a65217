/** Money that was spent, or is held back for a call on its way. */
export interface Spend { readonly at: number; readonly usd: number }

const dayMs = 86_400_000;
/** A month of the budget, in days. */
const monthDays = 30;
/** As many days' allowance can be saved up: a quiet week pays for a busy day. */
const savedDays = 7;

export interface Bucket { readonly levelUsd: number; readonly capacityUsd: number; readonly usdPerDay: number }

/**
 * A token bucket of money: it fills evenly through the month and holds a week's allowance. Told from the spending
 * alone, so there is no other state that could be lost; it was full before the first entry.
 * @param spends any order; those of the last 60 days are enough
 */
export function bucketAt(spends: readonly Spend[], usdPerMonth: number, now: number): Bucket {
  const usdPerDay = usdPerMonth / monthDays;
  const capacityUsd = usdPerDay * savedDays;
  let level = capacityUsd;
  let last = -Infinity;
  for (const { at, usd } of spends.toSorted((a, b) => a.at - b.at)) {
    if (at > now) break;
    level = Math.max(0, Math.min(capacityUsd, level + filled(last, at, usdPerDay)) - usd);
    last = at;
  }
  return { levelUsd: Math.min(capacityUsd, level + filled(last, now, usdPerDay)), capacityUsd, usdPerDay };
}

const filled = (from: number, to: number, usdPerDay: number) => (from === -Infinity ? 0 : Math.max(0, to - from) / dayMs * usdPerDay);

/** When the bucket will hold that much; null if it never does. */
export function readyAt({ levelUsd, capacityUsd, usdPerDay }: Bucket, usd: number, now: number): number | null {
  if (levelUsd >= usd) return now;
  return usd > capacityUsd || usdPerDay <= 0 ? null : now + ((usd - levelUsd) / usdPerDay) * dayMs;
}

export interface PaceInput {
  readonly bucket: Bucket;
  /** Scores of the latest steps, any order. */
  readonly scores: readonly number[];
  /** Steps that were scored a day, of late. */
  readonly stepsPerDay: number;
  /** Mean price of an asked step, of late; null before the first. */
  readonly usdPerStep: number | null;
  /** The p until enough is known. */
  readonly otherwise: number;
}

/** Scores from which on a quantile means something. */
const enoughScores = 20;

/**
 * The p that spends the allowance on the steps most likely wrong: what a day's allowance pays for, as a share of a
 * day's steps, is the share to be asked, and p the quantile of the latest scores that leaves just so many above it. A
 * full bucket asks twice the even share, an empty one nothing, so that what was saved or overspent evens out.
 */
export function paceDial({ bucket, scores, stepsPerDay, usdPerStep, otherwise }: PaceInput): number {
  if (usdPerStep === null) return otherwise;
  if (bucket.levelUsd < usdPerStep) return 1;
  if (usdPerStep <= 0 || scores.length < enoughScores || stepsPerDay <= 0) return otherwise;
  const even = bucket.usdPerDay / (usdPerStep * stepsPerDay);
  const share = even * ((2 * bucket.levelUsd) / bucket.capacityUsd);
  if (share >= 1) return 0;
  const sorted = scores.toSorted((a, b) => a - b);
  const at = Math.min(sorted.length - 1, Math.max(0, Math.ceil((1 - share) * sorted.length) - 1));
  return Math.min(0.99, Math.max(0.01, sorted[at] ?? otherwise));
}
