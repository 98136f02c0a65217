import type { LocalModel } from '../../../shared/agent/model.ts';
import { TandemError } from '../../../shared/errors.ts';
import { partIds, type AutoChoice, type PartId } from '../../../shared/hera/heraFile.ts';
import type { Gate } from '../../../shared/switching/gate/gateFile.ts';
import { noHera, type HeraSetup, type HeraWishes } from '../../../shared/switching/policies/heraSetup.ts';
import type { RequestHead } from '../../../shared/switching/requestLevel/requestHead.ts';
import { policyById } from '../../../shared/switching/policies/index.ts';
import { policyIdSchema, type SwitchPolicy } from '../../../shared/switching/policy.ts';
import { isAblation, noExpertName } from './ablations.ts';
import { pointOf } from './answersFile.ts';
import { noCalculatorName, withoutCalculator } from './withoutCalculator.ts';

/** One policy at one dial: a point of a curve. */
export interface GridPoint {
  readonly policy: SwitchPolicy; readonly name: string; readonly dial: number | null;
  /** What this point changes at the local model: shown its corrected mistakes, or left without the calculator. */
  readonly changed?: (local: LocalModel) => LocalModel;
  /** Nobody else is asked: the local model tries again itself. */
  readonly asksItself?: true;
}

/**
 * Reads `localOnly,expertOnly,adaswitch@.1/.5,random@.25`: dials behind `@`, several with `/`. A `random` dial is p, so
 * its share of asked steps is 1 − p. HERA's parts are switched in brackets: `hera[urc+sse+cd;by=prediction;alpha=.05]@.5`;
 * with `rest` the expert, once asked, writes all that is left. `localOnly[calculator=off]` computes for itself.
 * Ablations: `adaswitch[expert=off]@.5` tries itself again where it would ask, `adaswitch[reflection=off]@.85` asks at
 * random (its dial is that of `random`: 1 less AdaSwitch's share). A point that is named twice is there once: with two
 * answers each to it, no problem would count as answered once at every point.
 */
export function policyGrid(text: string, gate: Gate | null, setup: HeraSetup = noHera, requestHead: RequestHead | null = null): readonly GridPoint[] {
  const named = text.split(',').flatMap((part): GridPoint[] => {
    if (part.trim() === noCalculatorName) return [{ policy: policyById('localOnly'), name: noCalculatorName, dial: null, changed: withoutCalculator }];
    const [name = '', dials] = part.trim().split('@');
    if (isAblation(name)) return dialsOf(name, dials).map((dial) => (name === noExpertName ? { policy: policyById('adaswitch', gate), name, dial, asksItself: true } : { policy: policyById('random'), name, dial }));
    const [, id = name, wishes] = /^(\w+)\[([^\]]*)\]$/.exec(name) ?? [];
    const parsed = policyIdSchema.safeParse(id);
    if (!parsed.success) throw new TandemError('badInput', `There is no policy "${name.slice(0, 40)}" to evaluate. Known: ${policyIdSchema.options.join(', ')}.`);
    if (parsed.data === 'requestLevel' && requestHead === null) throw new TandemError('badInput', 'requestLevel needs a head: fit one on training rows with "fit-request" and name it with --request-head.');
    const own = policyById(parsed.data, gate, wishes === undefined ? setup : wished(setup, wishes), requestHead);
    const policy = wishes?.split(';').includes('rest') ? { ...own, asksForRest: true } : own;
    if (parsed.data === 'localOnly' || parsed.data === 'expertOnly') return [{ policy, name: parsed.data, dial: null }];
    return dialsOf(name, dials).map((dial) => ({ policy, name, dial }));
  });
  return [...new Map(named.map((point) => [pointOf({ policy: point.name, dial: point.dial }), point])).values()];
}

function dialsOf(name: string, dials: string | undefined): readonly number[] {
  if (dials === undefined) throw new TandemError('badInput', `Say at which dials ${name} is to be evaluated, for example ${name}@0.1/0.5/0.9.`);
  return dials.split('/').map((dial) => {
    const value = Number(dial);
    if (dial.trim() === '' || !(value >= 0 && value <= 1)) throw new TandemError('badInput', `A dial is a number from 0 to 1, not "${dial.slice(0, 20)}".`);
    return value;
  });
}

/** The setup with parts, way of comparing, α or `auto`'s choice as wished; what is no wish is refused without a profile too. */
function wished(setup: HeraSetup, text: string): HeraSetup {
  let wishes: HeraWishes = {};
  let choice: AutoChoice | null = null;
  for (const word of text.split(';').map((one) => one.trim())) {
    const [key = '', value] = word.split('=');
    if (word === 'rest') continue;
    if (value === undefined) wishes = { ...wishes, parts: partsIn(word) };
    else if (key === 'alpha' && Number(value) >= 0 && Number(value) <= 0.5) wishes = { ...wishes, alpha: Number(value) };
    else if (key === 'by' && (value === 'prediction' || value === 'likeness')) wishes = { ...wishes, sseBy: value };
    else if (key === 'do' && (value === 'hera' || value === 'adaswitch' || value === 'either' || value === 'both')) choice = value;
    else throw new TandemError('badInput', `"${word.slice(0, 40)}" is no setting of HERA. Known: parts such as urc+sse, by=prediction, by=likeness, alpha=0 to 0.5, rest, and for auto do=hera, adaswitch, either or both.`);
  }
  if (setup.file === null) return setup;
  const { file } = setup;
  return { ...setup, ...wishes, file: choice === null ? file : { ...file, auto: { ...file.auto, choice } } };
}

function partsIn(text: string): readonly PartId[] {
  return text.split('+').map((word) => {
    const part = partIds.find((id) => id === word.trim());
    if (part === undefined) throw new TandemError('badInput', `HERA has no part "${word.slice(0, 20)}". Known: ${partIds.join(', ')}.`);
    return part;
  });
}
