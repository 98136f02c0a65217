import type { ModelCard } from '../../../shared/agent/model.ts';
import { TandemError } from '../../../shared/errors.ts';
import type { ProfileTree } from '../../../shared/hera/tree.ts';
import { stepPrice } from '../../../shared/learn/curves/pricedGate.ts';
import type { TreeLimits } from './growTree.ts';
import { mostCalls, mostSwitchCalls, plus, times, type MostCalls } from './mostCalls.ts';
import type { Budgeted, ProfileBudget } from './profileBudget.ts';

/** What is still to do of a profile. */
export interface ProfileWork {
  readonly requests: number;
  /** Without a tree, and, where it was asked for, with a tree and without its switches. */
  readonly trees: number; readonly switchesOnly: number;
  readonly withSwitches: boolean;
  readonly limits: TreeLimits;
}

/** Upper bound of the steps that are still to be written. */
export function mostOf({ trees, switchesOnly, withSwitches, limits }: ProfileWork): MostCalls {
  const each = withSwitches ? plus(mostCalls(limits), mostSwitchCalls(limits, true)) : mostCalls(limits);
  return plus(times(trees, each), times(switchesOnly, mostSwitchCalls(limits, false)));
}

type Asked = Pick<ModelCard, 'name' | 'where' | 'price'>;

/** Said before anything starts: how much there is to do, what it costs at most, and what more depth would. */
export function costWords(work: ProfileWork, expert: Asked): string {
  const { requests, trees, limits } = work;
  const deeper = mostOf({ ...work, limits: { ...limits, fullDepth: limits.fullDepth + 1, maxDepth: Math.max(limits.maxDepth, limits.fullDepth + 1) } });
  return `${trees} of ${requests} requests to profile, full to depth ${limits.fullDepth}, ${limits.sampledPaths} sampled paths to depth ${limits.maxDepth}${work.withSwitches ? ', each step left to the other in turn as well' : ''}: `
    + `${bound(mostOf(work), expert)}. Short answers cost much less.${trees === 0 ? '' : ` One level more of the full tree: ${bound(deeper, expert)}.`}`;
}

function bound({ together, expert: asked }: MostCalls, expert: Asked): string {
  const usd = usdOf(asked, expert);
  const price = usd === null ? `; what ${expert.name} bills is not known` : usd === 0 ? '' : `, which cost ${dollars(usd)} at the price of a usual step (598 tokens read, 28 written; thinking costs more)`;
  return `at most ${together} steps, of them at most ${asked} by the expert${price}`;
}

const usdOf = (steps: number, expert: Asked): number | null => {
  const each = stepPrice(expert, null);
  return each === null ? null : steps * each;
};

/** Nothing is sent to an expert that may bill for it before it is said how much. */
export function checkBudget(work: ProfileWork, expert: Asked, { maxCalls, maxUsd, maxMinutes }: ProfileBudget): void {
  if (expert.where === 'thisDevice' || work.trees + work.switchesOnly === 0) return;
  if (expert.price !== undefined && maxUsd === null) {
    throw new TandemError('badInput', `Nothing was sent. ${expert.name} is paid by the token; say with --max-usd what this may cost, for example --max-usd ${enoughUsd(work, expert) ?? 1}, which is enough for all of it at the price of usual steps. The same command goes on where it stopped.`);
  }
  if (expert.price === undefined && maxUsd !== null) {
    throw new TandemError('badInput', `Nothing was sent. What ${expert.name} bills is not known, so --max-usd cannot be kept; say --max-calls instead.`);
  }
  if (expert.price === undefined && maxCalls === null && maxMinutes === null) {
    throw new TandemError('badInput', `Nothing was sent. What ${expert.name} bills is not known; say with --max-calls how many steps may be written, for example --max-calls ${mostOf(work).together}, which is enough for all of it. The same command goes on where it stopped.`);
  }
}

/** Whole dollars that are enough at the price of usual steps; null where no price is known. */
export function enoughUsd(work: ProfileWork, expert: Asked): number | null {
  const usd = usdOf(mostOf(work).expert, expert);
  return usd === null ? null : Math.ceil(usd);
}

/** Trees that are there keep the limits they were grown with; said, since other options do not change them. */
export function otherLimitsWords(trees: readonly Pick<ProfileTree, 'grown'>[], limits: TreeLimits, seed: number): string | null {
  const now = JSON.stringify(Object.entries({ ...limits, seed }).toSorted());
  const others = trees.filter(({ grown }) => grown !== undefined && JSON.stringify(Object.entries(grown).toSorted()) !== now).length;
  const unknown = trees.filter(({ grown }) => grown === undefined).length;
  if (others + unknown === 0) return null;
  const which = [others > 0 ? `${others} with other limits or another seed` : '', unknown > 0 ? `${unknown} of an older Tandem, which did not write them down` : ''].filter((words) => words !== '').join(', ');
  return `Of the trees that are there, ${which}: they stay as they are, whatever is said now. Name another folder with --out to grow them anew.`;
}

export function stoppedWords(budget: Pick<Budgeted, 'spent' | 'endedBy'>, trees: number, requests: number): string | null {
  const ended = budget.endedBy();
  if (ended === null) return null;
  const { calls, usd } = budget.spent();
  return `Stopped at the limit of ${ended}, after ${calls} new steps${usd > 0 ? ` and ${dollars(usd)}` : ''}. ${trees} of ${requests} trees are whole; the steps of the others are kept as well, and the same command goes on there.`;
}

const dollars = (usd: number) => `$${usd < 0.01 ? usd.toFixed(4) : usd.toFixed(2)}`;
