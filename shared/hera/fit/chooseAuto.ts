import { bootstrap } from '../../learn/resample.ts';
import { probabilityWrong } from '../../switching/gate/fitHead.ts';
import type { Gate } from '../../switching/gate/gateFile.ts';
import { upliftCurve } from '../figures/treeValues.ts';
import { autoChoices, type AutoChoice, type HeraFile } from '../heraFile.ts';
import { unlikeness } from '../similarity.ts';

/** A fork of a tree with what each method said there; `alike` by a head that never saw the problem. */
export interface ScoredFork { readonly problem: string; readonly alike: number; readonly pWrong: number | null; readonly position: number; readonly gain: number }

export const alphas: readonly number[] = [0, 0.01, 0.02, 0.05, 0.1];

/**
 * α of θ_t = β + α·t (HERA, section 3.3): the one whose order of asking gains most over random asking, where it gains
 * more than α = 0 beyond the interval over requests; else 0.
 * Ours: the same pair profiled twice on the same hundred requests had its best α at 0.01 and at 0.1.
 */
export function chooseAlpha(forks: readonly ScoredFork[], random: () => number): number {
  const areaAt = (of: readonly ScoredFork[], alpha: number) => upliftCurve(of.map(({ alike, position, gain }) => ({ score: unlikeness(alike, position, alpha), gain }))).area;
  const best = alphas.map((alpha) => ({ alpha, area: areaAt(forks, alpha) })).toSorted((a, b) => b.area - a.area || a.alpha - b.alpha)[0]?.alpha ?? 0;
  if (best === 0) return 0;
  const requests = [...Map.groupBy(forks, ({ problem }) => problem).values()];
  const { low } = bootstrap(requests, (own) => areaAt(own, best) - areaAt(own, 0), random, 1000);
  return low > 0 ? best : 0;
}

/** The method, or the two together, whose order of asking gains most over random asking on the profiled requests. */
export function chooseAuto(forks: readonly ScoredFork[], alpha: number): HeraFile['auto'] {
  const both = forks.filter((fork) => fork.pWrong !== null);
  const areas = Object.fromEntries(autoChoices.map((choice) => [choice, upliftCurve(both.map((fork) => ({ score: scoreOf(choice, fork, alpha), gain: fork.gain }))).area]));
  // Where nothing tells the ways apart it stays with the one that is the default.
  const order: readonly AutoChoice[] = ['adaswitch', ...autoChoices.filter((other) => other !== 'adaswitch')];
  const choice = both.length === 0 ? 'hera' : order.toSorted((a, b) => (areas[b] ?? 0) - (areas[a] ?? 0))[0] ?? 'adaswitch';
  return { choice, areas, forks: both.length };
}

export function scoreOf(choice: AutoChoice, { alike, pWrong, position }: Omit<ScoredFork, 'gain' | 'problem'>, alpha: number): number {
  const [unlike, wrong] = [unlikeness(alike, position, alpha), pWrong ?? 0];
  switch (choice) {
    case 'hera': return unlike;
    case 'adaswitch': return wrong;
    case 'either': return Math.max(unlike, wrong);
    case 'both': return Math.min(unlike, wrong);
  }
}

/** P(wrong) of AdaSwitch's gate for a state, from the cheap head. */
export function pWrongBy(gate: Gate | null, values: Parameters<typeof probabilityWrong>[1]): number | null {
  return gate === null ? null : probabilityWrong(gate.file.head, values);
}
