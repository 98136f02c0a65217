import type { DialMode } from '../../../shared/contract/dial.ts';
import type { GateInfo } from '../../../shared/contract/gate.ts';
import { curveAt } from './curveWords.ts';

type Kind = DialMode['kind'];

/** What each way of setting the dial is called, and what it does. */
export const dialModes: readonly { readonly kind: Kind; readonly label: string; readonly words: string }[] = [
  { kind: 'threshold', label: 'Doubt', words: 'The slider says how likely wrong a step has to be before the expert is asked.' },
  { kind: 'accuracy', label: 'Right answers', words: 'Say how many answers should be right; the expert is asked as seldom as that allows, going by your exam.' },
  { kind: 'budget', label: 'Money', words: 'Say what a month may cost; it is spent evenly, on the steps most likely wrong, and never passed. Where nobody knows what the expert bills, it cannot be kept.' },
];

/** Where a mode starts when it is chosen: between what the local model reaches alone and the most that can be promised. */
export function startOf(kind: Kind, gate: GateInfo | null, mostAccuracy: number | null): DialMode {
  switch (kind) {
    case 'threshold':
      return { kind };
    case 'accuracy': {
      const most = mostAccuracy ?? 0.5;
      const alone = curveAt(gate?.curve ?? [], 1)?.accuracy.value ?? 0;
      return { kind, target: Math.max(0.01, Math.min(most, Math.round(50 * (alone + most)) / 100)) };
    }
    case 'budget':
      return { kind, usdPerMonth: 5 };
  }
}
