import type { AutoChoice } from '../../hera/heraFile.ts';
import type { Gate } from '../gate/gateFile.ts';
import type { Candidate, Score, StepContext, SwitchPolicy } from '../policy.ts';
import type { Probe } from '../probe.ts';
import { adaswitch } from './adaswitch.ts';
import { hera } from './hera.ts';
import type { HeraSetup } from './heraSetup.ts';

/**
 * The method that does better for this pair of models, as found on the profiled requests: HERA, AdaSwitch, the expert
 * where either asks for it, or only where both do (a step that is probably wrong and that the expert would probably
 * write otherwise). Without a gate it is HERA; without a profile, HERA's way out, which decides as AdaSwitch does and says so.
 */
export function auto(setup: HeraSetup, gate: Gate | null): SwitchPolicy {
  const choice: AutoChoice = setup.file === null || gate === null ? 'hera' : setup.file.auto.choice;
  const [before, after] = [hera(setup, gate), adaswitch(gate)];
  switch (choice) {
    case 'adaswitch': return { ...after, id: 'auto' };
    case 'hera': return { ...before, id: 'auto' };
    case 'either': return { id: 'auto', ...optional(before.beforeStep), afterCandidate: joined(before, after, choice) };
    // The request classifier alone may not keep a step here that AdaSwitch would ask for, nor ask for one: both have a say in each.
    case 'both': return { id: 'auto', afterCandidate: joined(before, after, choice) };
  }
}

/** Where both have to agree the lower of two scores decides, otherwise the higher one: on one dial that is "both above" and "either above". */
function joined(before: SwitchPolicy, after: SwitchPolicy, choice: 'either' | 'both') {
  return async (context: StepContext, candidate: Candidate, probe?: Probe): Promise<Score> => {
    const wrong = await scoreOf(after, context, candidate, probe);
    // The higher of two scores is not known before both are; the lower one need not be where it is low enough already.
    if (choice === 'both' && probe !== undefined && wrong.value <= probe.dial) return { ...wrong, isUpperBound: true, parts: [{ id: 'auto', words: 'AdaSwitch sees no need to ask, so HERA is not heard', value: 0, weight: 0 }, ...wrong.parts] };
    const unlike = await scoreOf(before, context, candidate, probe);
    // HERA has nothing to say here, and what it says instead is AdaSwitch's score.
    if (unlike.parts[0]?.id === 'fallback') return { ...unlike, costMs: wrong.costMs + unlike.costMs };
    const [decides, other] = (choice === 'both') === (unlike.value < wrong.value) ? [unlike, wrong] : [wrong, unlike];
    return {
      ...decides, costMs: wrong.costMs + unlike.costMs,
      parts: [{ id: 'auto', words: choice === 'both' ? 'asked only where AdaSwitch and HERA both say so; the lower score decides' : 'asked where AdaSwitch or HERA says so; the higher score decides', value: other.value, weight: 0 }, ...unlike.parts, ...wrong.parts],
    };
  };
}

const optional = (beforeStep: SwitchPolicy['beforeStep']) => (beforeStep ? { beforeStep } : {});

async function scoreOf(policy: SwitchPolicy, context: StepContext, candidate: Candidate, probe?: Probe): Promise<Score> {
  const score = await policy.afterCandidate?.(context, candidate, probe);
  return score ?? { value: 0, meaning: 'doubt', calibrated: false, parts: [], costMs: 0 };
}
