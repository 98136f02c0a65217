import type { Gate } from '../gate/gateFile.ts';
import type { SwitchPolicy } from '../policy.ts';
import { adaswitch } from './adaswitch.ts';

/**
 * AdaSwitch's gate with another consequence (ours, in neither paper): at the first step above p the expert writes not
 * that step but everything that is left, in one call. A chain that went wrong once tends to go wrong again, and each
 * further call sends the question anew; so where every call is paid, or the local model is weak, this buys more per
 * dollar. `docs/results/adaswitch.md` has the two side by side.
 */
export function handover(gate: Gate | null): SwitchPolicy {
  return { ...adaswitch(gate), id: 'handover', asksForRest: true };
}
