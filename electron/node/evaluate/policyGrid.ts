import { TandemError } from '../../../shared/errors.ts';
import type { Gate } from '../../../shared/switching/gate/gateFile.ts';
import { policyById } from '../../../shared/switching/policies/index.ts';
import { policyIdSchema, type SwitchPolicy } from '../../../shared/switching/policy.ts';

/** One policy at one dial: a point of a curve. */
export interface GridPoint { readonly policy: SwitchPolicy; readonly name: string; readonly dial: number | null }

/**
 * Reads `localOnly,expertOnly,adaswitch@.1/.5,random@.25`: dials behind `@`, several with `/`. A `random` dial is p, so
 * its share of asked steps is 1 − p.
 */
export function policyGrid(text: string, gate: Gate | null): readonly GridPoint[] {
  return text.split(',').flatMap((part): GridPoint[] => {
    const [name = '', dials] = part.trim().split('@');
    const parsed = policyIdSchema.safeParse(name);
    if (!parsed.success) throw new TandemError('badInput', `There is no policy "${name.slice(0, 40)}" to evaluate. Known: ${policyIdSchema.options.join(', ')}.`);
    const policy = policyById(parsed.data, gate);
    if (parsed.data === 'localOnly' || parsed.data === 'expertOnly') return [{ policy, name: parsed.data, dial: null }];
    if (dials === undefined) throw new TandemError('badInput', `Say at which dials ${name} is to be evaluated, for example ${name}@0.1/0.5/0.9.`);
    return dials.split('/').map((dial) => {
      const value = Number(dial);
      if (dial.trim() === '' || !(value >= 0 && value <= 1)) throw new TandemError('badInput', `A dial is a number from 0 to 1, not "${dial.slice(0, 20)}".`);
      return { policy, name: parsed.data, dial: value };
    });
  });
}
