import type { Candidate } from '../../switching/policy.ts';
import { stepsAbove, type ProfileTree, type TreeNode } from '../tree.ts';

/**
 * Share of right endings below a node when each later step is written by either model alike: the mean over the leaves
 * below it, each weighted by the probability of its writers (a half a step) over that with which it was sampled
 * (self-normalised). Null: no leaf below.
 */
export function valueBelow(tree: Pick<ProfileTree, 'nodes'>, path: string): number | null {
  let [sum, total] = [0, 0];
  for (const { path: at, right, propensity } of tree.nodes) {
    if (right === null || !at.startsWith(path)) continue;
    const weight = 2 ** (path.length - at.length) / propensity;
    sum += weight * right;
    total += weight;
  }
  return total === 0 ? null : sum / total;
}

/** A place where both models wrote the next step, and what came of it: the question that a switch decides. */
export interface Fork {
  readonly problem: string;
  /** Of the state, above both steps. */
  readonly path: string;
  readonly question: string;
  readonly position: number;
  readonly above: readonly TreeNode[];
  readonly candidate: Candidate;
  readonly expertText: string;
  /** Share of right endings behind the expert's step minus that behind the local one: what asking changes. */
  readonly gain: number;
}

/** The forks of a tree at which both sides came to an end somewhere. */
export function forksOf(tree: ProfileTree): readonly Fork[] {
  const byPath = new Map(tree.nodes.map((node) => [node.path, node]));
  return tree.nodes.flatMap((node): Fork[] => {
    if (node.by !== 'local') return [];
    const asked = byPath.get(`${node.path.slice(0, -1)}E`);
    const [kept, gained] = [valueBelow(tree, node.path), asked ? valueBelow(tree, asked.path) : null];
    if (!asked || kept === null || gained === null) return [];
    return [{
      problem: tree.problem, path: node.path.slice(0, -1), question: tree.question, position: node.path.length - 1, above: stepsAbove(tree, node.path),
      candidate: { text: node.text, reason: node.reason, tokens: node.tokens, tools: node.tools }, expertText: asked.text, gain: gained - kept,
    }];
  });
}

/** What asking changes at a place of these trees; undefined: not both sides were followed to an end. */
export function gainsOf(trees: readonly ProfileTree[]): (place: { readonly problem: string; readonly path: string }) => number | undefined {
  const nameOf = ({ problem, path }: { readonly problem: string; readonly path: string }) => `${problem} ${path}`;
  const gains = new Map(trees.flatMap(forksOf).map((fork) => [nameOf(fork), fork.gain]));
  return (place) => gains.get(nameOf(place));
}

/**
 * What is gained by asking at the forks with the highest scores first: the curve from (0, 0) to (1, mean gain), and the
 * area between it and the straight line that random asking gives (the Qini coefficient of uplift modelling; Radcliffe 2007).
 */
export function upliftCurve(forks: readonly { readonly score: number; readonly gain: number }[]): { readonly points: readonly (readonly [share: number, gain: number])[]; readonly area: number } {
  const sorted = forks.toSorted((a, b) => b.score - a.score);
  const n = Math.max(1, sorted.length);
  const points: (readonly [number, number])[] = [[0, 0]];
  let [sum, area, i] = [0, 0, 0];
  while (i < sorted.length) {
    // Forks with the same score are asked together: their order says nothing.
    let j = i;
    const before = sum;
    while (j < sorted.length && sorted[j]?.score === sorted[i]?.score) {
      sum += sorted[j]?.gain ?? 0;
      j += 1;
    }
    area += ((before + sum) / 2 / n) * ((j - i) / n);
    points.push([j / n, sum / n]);
    i = j;
  }
  return { points, area: area - sum / n / 2 };
}
