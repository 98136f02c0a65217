/** What finishing a chain from one of its prefixes says: mostly right, never right, or neither clearly. */
export type Outlook = 'can' | 'cannot' | 'unclear';

/** Where a chain went wrong, as far as that can be told. */
export interface TurningPoint {
  /** So many steps from the beginning are right. */
  readonly right: number;
  /** Index of the first wrong step; null where it cannot be told. */
  readonly wrong: number | null;
}

/** Finishes of one prefix that decide; the first that agree are enough. */
export const finishesEach = 3;
const enough = 2;

/** Counts finishes of one prefix: two right ones say that nothing before is wrong, three wrong ones that something is. */
export async function outlookOf(finish: (sample: number) => Promise<boolean>): Promise<Outlook> {
  let right = 0;
  for (let sample = 1; sample <= finishesEach; sample += 1) {
    if (await finish(sample)) right += 1;
    if (right === enough) return 'can';
  }
  return right === 0 ? 'cannot' : 'unclear';
}

/**
 * The first wrong step of a chain that came to a wrong end, by finishing it from its prefixes (as Math-Shepherd, arXiv
 * 2312.08935, and OmegaPRM, arXiv 2406.06592, find theirs, the latter by halving as well): the right answer is within
 * reach before that step and no more after it. A prefix that is unclear ends the search, since a guess would be learnt
 * as if it were known.
 * @param length steps of which the last has the wrong end in it
 */
export async function turningPoint(length: number, outlookAfter: (steps: number) => Promise<Outlook>): Promise<TurningPoint> {
  if (length === 0 || await outlookAfter(0) !== 'can') return { right: 0, wrong: null };
  let [reached, lost] = [0, length];
  while (lost - reached > 1) {
    const middle = Math.floor((reached + lost) / 2);
    const outlook = await outlookAfter(middle);
    if (outlook === 'unclear') return { right: reached, wrong: null };
    if (outlook === 'can') reached = middle;
    else lost = middle;
  }
  return { right: reached, wrong: reached };
}
