import type { PictureNode, TreePicture } from '../../../shared/contract/hera.ts';
import { endWords } from './treeWords.ts';

/** The same tree as lists in lists, for screen readers and for reading all of it. */
export function TreeAsList({ tree }: { readonly tree: TreePicture }) {
  return (
    <details className="mt-2 text-[0.8125rem]">
      <summary className="text-muted">As a list</summary>
      <div className="scroll-thin mt-1 overflow-x-auto" tabIndex={0} role="region" aria-label="The tree as a list"><Level nodes={tree.nodes} above="" /></div>
    </details>
  );
}

function Level({ nodes, above }: { readonly nodes: readonly PictureNode[]; readonly above: string }) {
  const own = nodes.filter(({ path }) => path.length === above.length + 1 && path.startsWith(above)).toSorted((a, b) => b.path.localeCompare(a.path));
  if (own.length === 0) return null;
  return (
    <ul className="min-w-60 list-none border-l border-line pl-3">
      {own.map((node) => (
        <li key={node.path} className="py-0.5">
          <span className={`font-semibold ${node.by === 'local' ? 'text-local' : 'text-expert'}`}>{node.by === 'local' ? 'Here' : 'Expert'}:</span> {node.text}
          {node.meets === null ? null : <span className="text-muted"> (meeting {node.meets})</span>}
          {node.right === null ? null : <span className="font-semibold"> → {endWords(node)}</span>}
          <Level nodes={nodes} above={node.path} />
        </li>
      ))}
    </ul>
  );
}
