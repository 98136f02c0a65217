import type { Gate } from '../gate/gateFile.ts';
import { assertNever } from '../../errors.ts';
import type { PolicyId, SwitchPolicy } from '../policy.ts';
import { adaswitch } from './adaswitch.ts';
import { auto } from './auto.ts';
import { handover } from './handover.ts';
import { expertOnly, localOnly } from './fixed.ts';
import { hera } from './hera.ts';
import { noHera, type HeraSetup } from './heraSetup.ts';
import { logProb } from './logProb.ts';
import { requestLevel } from './requestLevel.ts';
import { selfCheck } from './selfCheck.ts';
import type { RequestHead } from '../requestLevel/requestHead.ts';
import { randomShare } from './randomShare.ts';

/** @param gate the heads for the local model at hand, where there are any
 * @param setup what HERA decides with for the pair at hand
 * @param requestHead what `requestLevel` decides with */
export function policyById(id: PolicyId, gate: Gate | null = null, setup: HeraSetup = noHera, requestHead: RequestHead | null = null): SwitchPolicy {
  switch (id) {
    case 'localOnly': return localOnly;
    case 'expertOnly': return expertOnly;
    case 'random': return randomShare;
    case 'requestLevel': return requestLevel(requestHead);
    case 'logProb': return logProb;
    case 'selfCheck': return selfCheck;
    case 'adaswitch': return adaswitch(gate);
    case 'handover': return handover(gate);
    case 'hera': return hera(setup, gate);
    case 'auto': return auto(setup, gate);
    default: return assertNever(id);
  }
}
