import { Check, X } from 'lucide-react';
import type { FocusEvent, KeyboardEvent, PointerEvent, ReactNode } from 'react';
import type { ModelCard } from '../../../shared/agent/model.ts';
import type { PictureNode } from '../../../shared/contract/hera.ts';
import { WriterIcon } from '../../components/WriterIcon.tsx';
import { percent } from '../../components/format.ts';
import type { Place } from './treeLayout.ts';

const half = 12;

/** What a node of a picture needs to be reached, read out and pointed at. */
export interface NodeHandles {
  readonly id: string; readonly name: string; readonly place: Place;
  readonly isShown: boolean; readonly isReached: boolean;
  readonly onShow: () => void; readonly onKeyDown: (event: KeyboardEvent) => void;
}

/** One step of a tree: a square for this device, a diamond for the expert, a numbered ring where ways meet, a tick or a cross at an end. */
export function TreeNode({ node, expert, isCompanion, ...handles }: NodeHandles & {
  readonly node: PictureNode; readonly expert: ModelCard | null;
  /** It meets the one that is shown. */
  readonly isCompanion: boolean;
}) {
  const isLocal = node.by === 'local';
  return (
    <Handle {...handles}>
      {node.meets === null ? null : <circle r={21} className={`fill-none stroke-ink ${isCompanion || handles.isShown ? 'stroke-2' : 'stroke-1'}`} strokeDasharray={isCompanion || handles.isShown ? undefined : '3 3'} />}
      <rect
        x={-half} y={-half} width={2 * half} height={2 * half} rx={isLocal ? 5 : 2} transform={isLocal ? undefined : 'rotate(45) scale(0.92)'}
        className={`swatch ${isLocal ? 'fill-local-soft stroke-local' : 'fill-expert-soft stroke-expert'} ${handles.isShown ? 'stroke-[3]' : 'stroke-[1.5]'}`}
      />
      <g transform="translate(-7 -7)" className={isLocal ? 'text-local' : 'text-expert'}><WriterIcon by={node.by} expert={expert} /></g>
      {node.meets === null ? null : (
        <g transform="translate(17 -15)">
          <circle r={8} className="fill-surface stroke-ink" />
          <text dy="0.34em" textAnchor="middle" className="fill-ink text-[10px] font-semibold">{node.meets}</text>
        </g>
      )}
      {node.right === null ? null : <End right={node.right} />}
    </Handle>
  );
}

/** The request, from which all ways start. */
export function TreeRoot(handles: NodeHandles) {
  return (
    <Handle {...handles}>
      <circle r={half} className={`fill-surface stroke-ink ${handles.isShown ? 'stroke-[3]' : 'stroke-[1.5]'}`} />
      <text dy="0.34em" textAnchor="middle" className="fill-ink text-[13px] font-semibold">?</text>
    </Handle>
  );
}

function Handle({ id, name, place, isShown, isReached, onShow, onKeyDown, children }: NodeHandles & { readonly children: ReactNode }) {
  const onFocus = ({ currentTarget }: FocusEvent) => {
    onShow();
    // What is told of it covers the picture's lower edge.
    if (currentTarget.matches(':focus-visible')) currentTarget.scrollIntoView({ block: 'center', inline: 'center' });
  };
  // A picture that scrolls under a resting pointer has not been pointed at.
  const onPointerMove = ({ movementX, movementY }: PointerEvent) => { if (movementX !== 0 || movementY !== 0) onShow(); };
  return (
    <g id={id} role="button" aria-label={name} aria-pressed={isShown} tabIndex={isReached ? 0 : -1} transform={`translate(${place.x} ${place.y})`} className="cursor-pointer" onFocus={onFocus} onPointerMove={onPointerMove} onClick={onShow} onKeyDown={onKeyDown}>
      <rect x={-23} y={-26} width={46} height={52} className="fill-transparent" />
      {children}
    </g>
  );
}

function End({ right }: { readonly right: number }) {
  if (right > 0 && right < 1) return <text y={36} textAnchor="middle" className="fill-ink text-[11px] font-semibold">{percent(right)}</text>;
  return <g transform="translate(-8 24)" className={right >= 1 ? 'text-local' : 'text-danger'}>{right >= 1 ? <Check aria-hidden size={16} strokeWidth={3} /> : <X aria-hidden size={16} strokeWidth={3} />}</g>;
}
