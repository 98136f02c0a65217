import { useId, useMemo, useState, type KeyboardEvent } from 'react';
import type { TreePicture as Tree } from '../../../shared/contract/hera.ts';
import { useTandem } from '../../state/tandem.ts';
import { nextNode, treeLayout, type Move } from './treeLayout.ts';
import { TreeDetail } from './TreeDetail.tsx';
import { TreeNode, TreeRoot } from './TreeNode.tsx';
import { nodeWords } from './treeWords.ts';

const moves: Readonly<Record<string, Move>> = { ArrowUp: 'up', ArrowDown: 'down', ArrowLeft: 'left', ArrowRight: 'right', Home: 'root' };

/** A profiling tree, drawn: what is pointed at or reached with the arrow keys is told below. Wider ones scroll. */
export function TreePicture({ tree }: { readonly tree: Tree }) {
  const id = useId();
  const layout = useMemo(() => treeLayout(tree.nodes.map((node) => node.path)), [tree]);
  const expert = useTandem((state) => (state.app && 'card' in state.app.expert ? state.app.expert.card : null));
  const [shown, setShown] = useState('');
  const shownNode = tree.nodes.find((node) => node.path === shown) ?? null;

  const handles = (path: string, name: string) => {
    const place = layout.places.get(path);
    return place && {
      id: `${id}-${path}`, name, place, isShown: shown === path, isReached: shown === path, onShow: () => setShown(path),
      onKeyDown: (event: KeyboardEvent) => {
        const move = moves[event.key];
        if (move === undefined) return;
        event.preventDefault();
        document.getElementById(`${id}-${nextNode(layout, path, move)}`)?.focus();
      },
    };
  };
  const root = handles('', `The question: ${tree.question}`);

  return (
    <div>
      <div className="scroll-thin overflow-x-auto rounded-md border border-line bg-surface">
        <svg role="group" aria-label="Who wrote which step: the arrow keys go from step to step" width={layout.width} height={layout.height} className="mx-auto block max-w-none">
          {tree.nodes.map((node) => {
            const [from, to] = [layout.places.get(node.path.slice(0, -1)), layout.places.get(node.path)];
            return from && to ? <path key={node.path} d={`M${from.x} ${from.y}V${from.y + 30}L${to.x} ${to.y - 26}V${to.y}`} strokeDasharray={node.propensity < 1 ? '4 4' : undefined} className={`fill-none ${shown.startsWith(node.path) ? 'stroke-ink stroke-2' : 'stroke-edge'}`} /> : null;
          })}
          {root ? <TreeRoot {...root} /> : null}
          {tree.nodes.map((node) => {
            const own = handles(node.path, nodeWords(tree, node));
            return own ? <TreeNode key={node.path} node={node} expert={expert} isCompanion={node.meets !== null && node.meets === shownNode?.meets} {...own} /> : null;
          })}
        </svg>
      </div>
      <TreeDetail tree={tree} node={shownNode} />
    </div>
  );
}
