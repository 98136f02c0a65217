/** Where the nodes of a binary tree are drawn: top to bottom, the local model's way to the left. */
export interface TreeLayout {
  readonly width: number; readonly height: number;
  /** The root's path is ''. */
  readonly places: ReadonlyMap<string, Place>;
}
export interface Place { readonly x: number; readonly y: number }

const column = 46;
const row = 66;
const margin = { x: 30, top: 26, bottom: 46 } as const;

/** Leaves stand side by side, each node above the middle of its children. @param paths writers from the root, for example "LEL" */
export function treeLayout(paths: readonly string[]): TreeLayout {
  const known = new Set(paths);
  const places = new Map<string, Place>();
  let leaves = 0;
  let deepest = 0;
  const put = (path: string): number => {
    deepest = Math.max(deepest, path.length);
    const children = childrenOf(known, path).map(put);
    const [first, last] = [children[0], children.at(-1)];
    const x = first === undefined || last === undefined ? margin.x + column * leaves++ : (first + last) / 2;
    places.set(path, { x, y: margin.top + row * path.length });
    return x;
  };
  put('');
  return { places, width: 2 * margin.x + column * Math.max(0, leaves - 1), height: margin.top + row * deepest + margin.bottom };
}

export type Move = 'up' | 'down' | 'left' | 'right' | 'root';

/** The node that an arrow key goes to; the same one where there is none. */
export function nextNode({ places }: Pick<TreeLayout, 'places'>, from: string, move: Move): string {
  switch (move) {
    case 'root': return '';
    case 'up': return from.slice(0, -1);
    case 'down': return childrenOf(places, from)[0] ?? from;
    case 'left':
    case 'right': {
      const level = [...places].filter(([path]) => path.length === from.length).toSorted(([, a], [, b]) => a.x - b.x).map(([path]) => path);
      return level[level.indexOf(from) + (move === 'left' ? -1 : 1)] ?? from;
    }
  }
}

function childrenOf(known: { has(path: string): boolean }, path: string): readonly string[] {
  return [`${path}L`, `${path}E`].filter((child) => known.has(child));
}
