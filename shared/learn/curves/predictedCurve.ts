import type { CurvePoint } from '../../contract/gate.ts';

/** An examined chain: what the gate says of each of its steps, and what was true. */
export interface PredictedChain {
  readonly problem: string;
  readonly steps: readonly { readonly pWrong: number; readonly wrong: 0 | 1 }[];
  /** Whether the local model was right by itself; absent: told from the steps. */
  readonly rightUnaided?: boolean;
  /** Whether the expert was right where it wrote everything; null or absent: not tried on this problem. */
  readonly expertAlone?: boolean | null;
}

/** A share that was tried `n` times; without `n` it is taken as known. */
export interface Rate { readonly value: number; readonly n?: number }

export interface PredictionInput {
  readonly chains: readonly PredictedChain[];
  /** P(the expert's step is right | the local one was wrong). */
  readonly r: Rate;
  /** P(wrong after asking | right before), of a whole answer. */
  readonly d: Rate;
  readonly usdPerStep: number | null;
}

const grid = Array.from({ length: 21 }, (_, i) => i / 20);

/**
 * What is to be expected at each p, from examined chains alone (ours; neither paper foretells its curve).
 *
 * A chain that asks nothing ends as the local model ended it. One that asks is a mixture: of the share of its steps
 * that is asked, the answer is the expert's own, right as often as where it writes everything; for the rest it is the
 * local model's answer with its wrong steps asked and repaired (r each), spoilt at most once (d), because a problem
 * that the expert would lose is lost at its first question. So both ends are measured: never and always asking. Where
 * the expert alone was not tried, the second part stands for all.
 *
 * The interval holds the luck of the problems and of the tries that r and d come from; `floor` is what nine of ten such
 * draws exceed.
 */
export function predictCurve({ chains, r, d, usdPerStep }: PredictionInput, random: () => number, draws = 1000): readonly CurvePoint[] {
  if (chains.length === 0) return [];
  const asked = grid.map((p) => chains.map(({ steps }) => steps.filter((step) => asksAt(p, step.pWrong)).length));
  const lengths = chains.map(({ steps }) => steps.length);
  const every = chains.map((_, i) => i);
  const drawn = Array.from({ length: draws }, () => {
    const problems = every.map(() => Math.floor(random() * chains.length));
    return { problems, r: redrawn(r, random), d: redrawn(d, random), expert: meanExpert(problems, chains) };
  });
  const known = { r: r.value, d: d.value, expert: meanExpert(every, chains) };
  return grid.map((p, at): CurvePoint => {
    const own = asked[at] ?? [];
    const shareOf = (problems: readonly number[]) => sum(problems, (i) => own[i] ?? 0) / Math.max(1, sum(problems, (i) => lengths[i] ?? 0));
    const accuracyOf = (problems: readonly number[], rates: Rates) => sum(problems, (i) => pRight(chains[i], p, rates)) / problems.length;
    const shares = sorted(drawn.map(({ problems }) => shareOf(problems)));
    const accuracies = sorted(drawn.map((draw) => accuracyOf(draw.problems, draw)));
    return {
      p, share: { value: shareOf(every), ...span(shares) }, accuracy: { value: accuracyOf(every, known), ...span(accuracies) },
      usdPerQuestion: usdPerStep === null ? null : (usdPerStep * sum(own, (count) => count)) / chains.length,
      ...(accuracies.length === 0 ? {} : { floor: quantile(accuracies, 0.1) }),
    };
  });
}

interface Rates { readonly r: number; readonly d: number; /** Right answers of the expert alone; null: never tried. */ readonly expert: number | null }

const asksAt = (p: number, pWrong: number) => p <= 0 || (p < 1 && pWrong > p);

function pRight(chain: PredictedChain | undefined, p: number, { r, d, expert }: Rates): number {
  if (!chain) return 0;
  const { steps, rightUnaided = steps.every((step) => step.wrong === 0) } = chain;
  const asks = steps.filter((step) => asksAt(p, step.pWrong));
  const alone = chain.expertAlone === null || chain.expertAlone === undefined ? expert : chain.expertAlone ? 1 : 0;
  // Nobody could tell any of its steps: what a gate would say is not known, only what asking for everything brings.
  if (steps.length === 0 && p <= 0 && alone !== null) return alone;
  if (asks.length === 0) return rightUnaided ? 1 : 0;
  const spoilt = asks.some((step) => step.wrong === 0) ? 1 - d : 1;
  // A chain that ends wrong without a step that was found wrong has nothing to repair.
  const wrong = steps.filter((step) => step.wrong === 1);
  const repaired = rightUnaided ? 1 : wrong.length === 0 ? 0 : wrong.reduce((product, step) => product * (asksAt(p, step.pWrong) ? r : 0), 1);
  const share = asks.length / steps.length;
  return alone === null ? repaired * spoilt : (1 - share) * repaired * spoilt + share * alone;
}

function meanExpert(problems: readonly number[], chains: readonly PredictedChain[]): number | null {
  const tried = problems.flatMap((i) => chains[i]?.expertAlone ?? []);
  return tried.length === 0 ? null : tried.filter(Boolean).length / tried.length;
}

/** The same tries once more, as luck would have it. */
function redrawn({ value, n }: Rate, random: () => number): number {
  if (n === undefined || n === 0) return value;
  let hits = 0;
  for (let i = 0; i < n; i += 1) if (random() < value) hits += 1;
  return hits / n;
}

export interface Economics { readonly r: number; readonly d: number; readonly usdPerStep: number | null; readonly valueOfRightUsd: number | null }

/** The p that pays: (d + c/V) / (r + d) (`guides`: methods, Cost); without a price, where most of the gain is had with the fewest questions. */
export function recommendDial(curve: readonly CurvePoint[], { r, d, usdPerStep, valueOfRightUsd }: Economics): { readonly p: number; readonly words: string } | null {
  if (curve.length === 0 || r + d <= 0) return null;
  if (usdPerStep !== null && valueOfRightUsd !== null && valueOfRightUsd > 0) {
    const p = Math.min(1, Math.max(0, (d + usdPerStep / valueOfRightUsd) / (r + d)));
    return { p, words: `At a value of $${valueOfRightUsd} for a right answer, asking pays above a chance of an error of ${Math.round(p * 100)} %.` };
  }
  const alone = curve.at(-1)?.accuracy.value ?? 0;
  const best = Math.max(...curve.map((point) => point.accuracy.value));
  const enough = curve.findLast((point) => point.accuracy.value >= alone + 0.9 * (best - alone));
  if (!enough || best <= alone) return { p: 1, words: 'On these problems asking is not expected to bring more right answers.' };
  if (enough.p <= 0) return { p: 0, words: 'Right answers grow with every step that is asked: nine tenths of the expected gain need all of them.' };
  return { p: enough.p, words: `At p = ${enough.p.toFixed(2)} nine tenths of the expected gain are had with ${Math.round(enough.share.value * 100)} % of the steps asked.` };
}

const sum = <T>(rows: readonly T[], of: (row: T) => number): number => rows.reduce((total, row) => total + of(row), 0);
const sorted = (values: readonly number[]) => values.toSorted((a, b) => a - b);
const quantile = (values: readonly number[], q: number) => values[Math.min(values.length - 1, Math.floor(q * values.length))] ?? Number.NaN;
const span = (values: readonly number[]) => ({ low: quantile(values, 0.025), high: quantile(values, 0.975) });
