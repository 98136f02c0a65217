import { factsIn } from './similarity.ts';

interface Place { readonly path: string; readonly text: string }

/**
 * Where ways through a profiling tree meet (HERA, section 2.3): nodes at the same depth that say the same have the same
 * number, counted from 1 in reading order. A node counts as the first group it is like; what is like nothing is not in the map.
 */
export function meetings(nodes: readonly Place[], alike: (a: string, b: string) => boolean): ReadonlyMap<string, number> {
  const levels = [...Map.groupBy(nodes, (node) => node.path.length)].toSorted(([a], [b]) => a - b);
  const groups = levels.flatMap(([, level]) => {
    const found: Place[][] = [];
    // L before E, so that numbers grow from left to right.
    for (const node of level.toSorted((a, b) => b.path.localeCompare(a.path))) {
      const own = found.find(([first]) => first !== undefined && alike(first.text, node.text));
      if (own) own.push(node);
      else found.push([node]);
    }
    return found.filter((group) => group.length > 1);
  });
  return new Map(groups.flatMap((group, i) => group.map((node) => [node.path, i + 1] as const)));
}

/** Without vectors: the same words, or at least three numbers and names, and the same ones: two may be added or multiplied. */
export function alikeInWords(a: string, b: string): boolean {
  if (plain(a) === plain(b)) return true;
  const [left, right] = [factsIn(a), factsIn(b)];
  return left.size >= 3 && left.size === right.size && [...left].every((fact) => right.has(fact));
}

const plain = (text: string) => (text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).join(' ');
